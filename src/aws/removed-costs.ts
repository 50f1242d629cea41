import {
  GetItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { isConditionRejected } from './errors.ts'
import type { SiteStore } from '../control/ports.ts'
import { undefinedIf } from '../site/errors.ts'

/**
 * One item holds, for one month, what each site cost that was removed: by its id, so that adding it again changes nothing. No site's name
 * begins so. At 400 KB, DynamoDB's limit for an item, it has room for 7,000 sites a month.
 */
const KEY = { name: { S: '#removed-costs' } }

export function createRemovedCosts({
  client,
  tableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'addRemovedCost' | 'removedCosts'> {
  /** False when its condition doesn't hold. */
  const update = async (input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) => {
    const command = new UpdateItemCommand({ TableName: tableName, Key: KEY, ...input })
    return (await undefinedIf(isConditionRejected, client.send(command))) !== undefined
  }
  return {
    addRemovedCost: async (month, { siteId, cost }) => {
      // A newer month replaces the one before.
      await update({
        UpdateExpression: 'SET #month = :month, #sites = :none',
        ConditionExpression: 'attribute_not_exists(#month) OR #month < :month',
        ExpressionAttributeNames: { '#month': 'month', '#sites': 'sites' },
        ExpressionAttributeValues: { ':month': { S: month }, ':none': { M: {} } },
      })
      await update({
        UpdateExpression: 'SET #sites.#id = :cost',
        ConditionExpression: '#month = :month',
        ExpressionAttributeNames: { '#month': 'month', '#sites': 'sites', '#id': siteId },
        ExpressionAttributeValues: { ':month': { S: month }, ':cost': { N: String(cost) } },
      })
    },
    removedCosts: async (month) => {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }),
      )
      if (Item['month']?.S !== month) return 0
      return Object.values(Item['sites']?.M ?? {}).reduce((sum, { N }) => sum + Number(N), 0)
    },
  }
}
