import { setTimeout } from 'node:timers/promises'
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Item } from './site-item.ts'

/** The most that BatchGetItem takes. */
const MOST_KEYS = 100
/** Before what an answer left out is asked for again; then twice as long each time. Source: BatchGetItem, on `UnprocessedKeys`. */
const PAUSE_MS = 20
const MAX_PAUSE_MS = 1000

/** The items with these names, each of which is asked for once; of those that aren't there, nothing. Reads are eventually consistent. */
export async function itemsNamed(
  table: { client: DynamoDBClient; tableName: string },
  names: readonly string[],
): Promise<Map<string, Item>> {
  const chunks = Array.from({ length: Math.ceil(names.length / MOST_KEYS) }, (_, index) =>
    names.slice(index * MOST_KEYS, (index + 1) * MOST_KEYS),
  )
  const found = (await Promise.all(chunks.map((chunk) => readChunk(table, chunk)))).flat()
  return new Map(found.map((item) => [item['name']?.S ?? '', item]))
}

/** An answer ends at 16 MB, or where DynamoDB has no more capacity: it says what is left. */
async function readChunk(
  { client, tableName }: { client: DynamoDBClient; tableName: string },
  names: readonly string[],
): Promise<Item[]> {
  const items: Item[] = []
  let left: Item[] = names.map((name) => ({ name: { S: name } }))
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    const { Responses, UnprocessedKeys }: Answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left } } }),
    )
    items.push(...(Responses?.[tableName] ?? []))
    left = UnprocessedKeys?.[tableName]?.Keys ?? []
    if (left.length === 0) return items
    await setTimeout(pauseMs)
  }
}

interface Answer {
  Responses?: Record<string, Item[]> | undefined
  UnprocessedKeys?: Record<string, { Keys: Item[] | undefined }> | undefined
}
