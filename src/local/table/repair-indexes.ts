import { isDeepStrictEqual } from 'node:util'
import { DeleteItemCommand, paginateScan, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { allItems } from '../../aws/all-items.ts'
import { siteIndexes, type Item } from '../../aws/site-item.ts'

/**
 * dynalite writes an item's index entries before the item and each on its own, so a process killed in between leaves
 * entries of what was never written, or takes a site out of a list. This puts the indexes right. It reads the whole
 * table, which only a local one at its start may do.
 */
export async function repairIndexes(client: DynamoDBClient, tableName: string): Promise<void> {
  const items = new Map((await scan(client, tableName)).map((item) => [nameOf(item), item]))
  const put = (item: Item) => client.send(new PutItemCommand({ TableName: tableName, Item: item }))
  const remove = (name: string) =>
    client.send(new DeleteItemCommand({ TableName: tableName, Key: { name: { S: name } } }))

  for (const { indexName, hash } of Object.values(siteIndexes)) {
    const missing = new Map([...items].filter(([, item]) => item[hash] !== undefined))
    for (const entry of await scan(client, tableName, indexName)) {
      const name = nameOf(entry)
      const item = items.get(name)
      if (isDeepStrictEqual(entry, item)) {
        missing.delete(name)
        continue
      }
      // dynalite finds an item's index entries by what the item was: with the entry in its place, it replaces both.
      await put(entry)
      await (item === undefined ? remove(name) : put(item))
    }
    for (const item of missing.values()) await put(item)
  }
}

function scan(client: DynamoDBClient, tableName: string, indexName?: string): Promise<Item[]> {
  const input = { TableName: tableName, IndexName: indexName }
  return allItems(paginateScan({ client }, input), ({ Items }) => Items)
}

function nameOf(item: Item): string {
  return item['name']?.S ?? ''
}
