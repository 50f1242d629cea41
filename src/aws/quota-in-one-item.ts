import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import pLimit from 'p-limit'
import { undefinedIf } from '../site/errors.ts'
import { isConditionRejected } from './errors.ts'
import { firstTotal, fromTokens, newToken, type Table } from './quota-items.ts'
import type { Item } from './site-item.ts'

/** What earlier versions had: one item with all entries, a set of sites' ids for each owner. */
const KEY = { name: { S: '#slots' } }
const OF_OWNER = 'of:'
const TOGETHER = 25

/**
 * Makes the items of this version of it, the total last. Several processes may do it at once: each item is made once. The one item stays as it
 * is: a version before, rolled back to, begins with it, and the sweep puts right what has changed since.
 */
export async function moveFromOneItem(table: Table): Promise<void> {
  const { client, tableName } = table
  const { Item = {} } = await client.send(new GetItemCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }))
  const owners = Object.entries(Item).flatMap(([name, { SS: ids = [] }]) =>
    name.startsWith(OF_OWNER) && ids.length > 0 ? [{ owner: name.slice(OF_OWNER.length), ids }] : [],
  )
  await pLimit(TOGETHER).map(owners, ({ owner, ids }) =>
    makeOnce(table, fromTokens(owner, new Map(ids.map((id) => [id, newToken()])))),
  )
  await makeOnce(table, firstTotal(owners.reduce((sum, { ids }) => sum + ids.length, 0)))
}

async function makeOnce({ client, tableName }: Table, item: Item): Promise<void> {
  const put = new PutItemCommand({
    TableName: tableName,
    Item: item,
    ConditionExpression: 'attribute_not_exists(#name)',
    ExpressionAttributeNames: { '#name': 'name' },
  })
  await undefinedIf(isConditionRejected, client.send(put))
}
