import { isDeepStrictEqual } from 'node:util'
import {
  DeleteItemCommand,
  DescribeTableCommand,
  paginateScan,
  PutItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { allItems } from '../../aws/all-items.ts'
import type { Item } from '../../aws/site-item.ts'

/**
 * dynalite writes an item's index entries before the item and each on its own, so a process killed in between leaves
 * entries of what was never written, or takes a site out of a list. This puts the indexes right, those of earlier
 * versions' tables too. It reads the whole table, which only a local one at its start may do.
 */
export async function repairIndexes(client: DynamoDBClient, tableName: string): Promise<void> {
  const put = (item: Item) => client.send(new PutItemCommand({ TableName: tableName, Item: item }))
  const remove = (name: string) =>
    client.send(new DeleteItemCommand({ TableName: tableName, Key: { name: { S: name } } }))

  const all = await scan(client, tableName)
  const items = new Map(all.filter((item) => !isPlaceholder(item)).map((item) => [nameOf(item), item]))
  for (const item of all) if (isPlaceholder(item)) await remove(nameOf(item))
  for (const { indexName, keys, isWhole } of await indexesOf(client, tableName)) {
    const missing = new Map([...items].filter(([, item]) => keys.every((key) => item[key] !== undefined)))
    for (const entry of await scan(client, tableName, indexName)) {
      const name = nameOf(entry)
      const item = items.get(name)
      const expected = item === undefined || isWhole ? item : picked(item, ['name', ...keys])
      if (isDeepStrictEqual(entry, expected)) {
        missing.delete(name)
        continue
      }
      // dynalite finds an item's index entries by what the item was: with the entry's keys in it, both are replaced.
      await put({ ...(item ?? PLACEHOLDER), ...picked(entry, ['name', ...keys]) })
      await (item === undefined ? remove(name) : put(item))
    }
    for (const item of missing.values()) await put(item)
  }
}

/** A moment in the place of an item that isn't there. */
const PLACEHOLDER: Item = { placeholder: { BOOL: true } }

function isPlaceholder(item: Item): boolean {
  return item['placeholder'] !== undefined
}

async function indexesOf(client: DynamoDBClient, tableName: string) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName: indexName, KeySchema = [], Projection }) => ({
    indexName,
    keys: KeySchema.flatMap(({ AttributeName }) => AttributeName ?? []),
    isWhole: Projection?.ProjectionType === 'ALL',
  }))
}

function picked(item: Item, names: string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

function scan(client: DynamoDBClient, tableName: string, indexName?: string): Promise<Item[]> {
  const input = { TableName: tableName, IndexName: indexName }
  return allItems(paginateScan({ client }, input), ({ Items }) => Items)
}

function nameOf(item: Item): string {
  return item['name']?.S ?? ''
}
