import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import type { SiteStore, QuotaEntry, QuotaLimits } from '../control/ports.ts'
import { undefinedIf } from '../site/errors.ts'
import type { Item } from './site-item.ts'

/**
 * One item holds all entries, so one write checks both limits and takes the entry: a set of sites' ids for each
 * owner, and how many there are. Ids, and not numbers alone, make each write idempotent. No site's name begins so. At 400 KB,
 * DynamoDB's limit for an item, it has room for 9,000 entries.
 */
const QUOTA_KEY = { name: { S: '#slots' } }
const OF_OWNER = 'of:'

/** Each failure means that the item was changed in between, as when many sites are created at once. */
const MAX_TRIES = 20

type Table = { client: DynamoDBClient; tableName: string }
type Names = Record<string, string>
type Values = Record<string, AttributeValue>

interface Write {
  update: string
  condition: string
  names: Names
  values: Values
}

export function createSiteQuota(table: Table): Pick<SiteStore, 'takeQuota' | 'releaseQuota' | 'quotaEntries'> {
  const read = async (): Promise<Item> => {
    const { client, tableName } = table
    const { Item = {} } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: QUOTA_KEY, ConsistentRead: true }),
    )
    return Item
  }
  return {
    takeQuota: async (entry, { from = entry.owner, limits = {} } = {}) => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        const item = await read()
        const { held, ofFrom, reached } = stateOf(item, entry, from, limits)
        if (held || reached !== undefined) return reached ?? 'taken'
        if (await write(table, ofFrom ? handedOver(entry, from, limits) : taken(entry, limits))) return 'taken'
      }
      throw new Error('Too many sites change the quota at once')
    },
    releaseQuota: async (entry) => {
      await write(table, freed(entry))
    },
    quotaEntries: async () =>
      Object.entries(await read()).flatMap(([name, { SS: ids = [] }]) =>
        name.startsWith(OF_OWNER) ? ids.map((siteId) => ({ siteId, owner: name.slice(OF_OWNER.length) })) : [],
      ),
  }
}

function stateOf(item: Item, { siteId, owner }: QuotaEntry, from: string, { all, perOwner }: QuotaLimits) {
  const mine = item[OF_OWNER + owner]?.SS ?? []
  const ofFrom = from !== owner && item[OF_OWNER + from]?.SS?.includes(siteId) === true
  const held = mine.includes(siteId)
  const isSiteQuotaReached = !ofFrom && all !== undefined && Number(item['count']?.N ?? 0) >= all
  const isOwnerQuotaReached = perOwner !== undefined && mine.length >= perOwner
  const reached = isOwnerQuotaReached
    ? ('owner-quota-reached' as const)
    : isSiteQuotaReached
      ? ('site-quota-reached' as const)
      : undefined
  return { held, ofFrom, reached: held ? undefined : reached }
}

function taken({ siteId, owner }: QuotaEntry, limits: QuotaLimits): Write {
  const { all, perOwner } = limits
  return {
    update: 'ADD #count :one, #mine :ids',
    condition: [
      'NOT contains(#mine, :id)',
      ...(all === undefined ? [] : ['(attribute_not_exists(#count) OR #count < :all)']),
      ...ownerHasRoom(limits),
    ].join(' AND '),
    names: { '#count': 'count', '#mine': OF_OWNER + owner },
    values: {
      ...idValues(siteId),
      ':one': { N: '1' },
      ...(all !== undefined && { ':all': { N: String(all) } }),
      ...(perOwner !== undefined && { ':perOwner': { N: String(perOwner) } }),
    },
  }
}

function handedOver({ siteId, owner }: QuotaEntry, from: string, limits: QuotaLimits): Write {
  const { perOwner } = limits
  return {
    update: 'ADD #mine :ids DELETE #theirs :ids',
    condition: ['contains(#theirs, :id)', 'NOT contains(#mine, :id)', ...ownerHasRoom(limits)].join(' AND '),
    names: { '#mine': OF_OWNER + owner, '#theirs': OF_OWNER + from },
    values: { ...idValues(siteId), ...(perOwner !== undefined && { ':perOwner': { N: String(perOwner) } }) },
  }
}

function freed({ siteId, owner }: QuotaEntry): Write {
  return {
    update: 'ADD #count :less DELETE #mine :ids',
    condition: 'contains(#mine, :id)',
    names: { '#count': 'count', '#mine': OF_OWNER + owner },
    values: { ...idValues(siteId), ':less': { N: '-1' } },
  }
}

function ownerHasRoom({ perOwner }: QuotaLimits): string[] {
  return perOwner === undefined ? [] : ['(attribute_not_exists(#mine) OR size(#mine) < :perOwner)']
}

function idValues(siteId: string): Values {
  return { ':id': { S: siteId }, ':ids': { SS: [siteId] } }
}

/** False when its condition doesn't hold. */
async function write({ client, tableName }: Table, { update, condition, names, values }: Write): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: QUOTA_KEY,
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  })
  const isRejected = (error: unknown) => error instanceof ConditionalCheckFailedException
  return (await undefinedIf(isRejected, client.send(command))) !== undefined
}
