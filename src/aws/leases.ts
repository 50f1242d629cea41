import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { isConditionRejected } from './errors.ts'
import type { SiteStore } from '../control/ports.ts'
import { undefinedIf } from '../site/errors.ts'

/** No site's name begins so. */
export const LEASE_PREFIX = '#lease '

const leaseKey = (name: string) => ({ name: { S: `${LEASE_PREFIX}${name}` } })

const isFreeFor = (holder: string, now: number) => ({
  ConditionExpression: 'attribute_not_exists(#name) OR #holder = :holder OR #until <= :now',
  ExpressionAttributeNames: { '#name': 'name', '#holder': 'holder', '#until': 'until' },
  ExpressionAttributeValues: { ':holder': { S: holder }, ':now': { N: String(now) } },
})

const isHeldBy = (holder: string) => ({
  ConditionExpression: '#holder = :holder',
  ExpressionAttributeNames: { '#holder': 'holder' },
  ExpressionAttributeValues: { ':holder': { S: holder } },
})

/** The leases among the items of the table. */
export function createLeases({
  client,
  tableName: TableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'takeLease' | 'releaseLease'> {
  return {
    takeLease: async (name, { holder, now, until }) => {
      const Item = { ...leaseKey(name), holder: { S: holder }, until: { N: String(until) } }
      const put = new PutItemCommand({ TableName, Item, ...isFreeFor(holder, now) })
      return (await undefinedIf(isConditionRejected, client.send(put))) !== undefined
    },
    releaseLease: async (name, holder) => {
      const remove = new DeleteItemCommand({ TableName, Key: leaseKey(name), ...isHeldBy(holder) })
      await undefinedIf(isConditionRejected, client.send(remove))
    },
  }
}
