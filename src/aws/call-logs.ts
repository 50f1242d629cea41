import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { SiteStore } from '../control/ports.ts'
import { parseJson } from '../parse-json.ts'
import { ConflictError } from '../site/errors.ts'
import { isConditionRejected } from './errors.ts'

/** No site's name begins so. The items lack the attributes of the indexes, so no list shows them. */
const keyOf = (name: string) => `#calls ${name}`

/** Short, so that a save is one write unit: milliseconds after the first, kind, and count of each. */
const callsSchema = z.lazy(() => z.array(z.tuple([z.number(), z.string(), z.number()])))
const itemSchema = z.lazy(() =>
  z.object({ version: z.number().catch(0), since: z.number().catch(0), calls: z.string().catch('') }),
)

/** The logs of calls among the items of the table. */
export function createCallLogs({
  client,
  tableName: TableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'loadCallLog' | 'saveCallLog'> {
  return {
    loadCallLog: async (name) => {
      const Key = { name: { S: keyOf(name) } }
      const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))
      if (Item === undefined) return undefined
      const { version, since, calls } = itemSchema.parse(unmarshall(Item))
      const { data = [] } = callsSchema.safeParse(parseJson(calls))
      return { version, calls: data.map(([ms, kind, count]) => ({ at: since + ms, kind, count })) }
    },
    saveCallLog: async (name, { version, calls }) => {
      const since = calls[0]?.at ?? 0
      const texts = calls.map(({ at, kind, count }) => [at - since, kind, count])
      const item = { name: keyOf(name), version, since, calls: JSON.stringify(texts) }
      const condition = {
        ConditionExpression: 'attribute_not_exists(#version) OR #version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
      }
      try {
        await client.send(new PutItemCommand({ TableName, Item: marshall(item), ...condition }))
      } catch (error) {
        // After a lost answer, it counts twice what it counted.
        throw isConditionRejected(error) ? new ConflictError(`Others have saved ${name}`, { cause: error }) : error
      }
    },
  }
}
