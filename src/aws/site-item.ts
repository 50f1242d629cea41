import type { AttributeValue, CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Life, SiteQuery } from '../control/ports.ts'
import { isArchived } from '../site/phase.ts'
import { siteSchema, type Site } from '../site/site.ts'
import { upgradeRecord } from '../site/upgrade-record.ts'
import { named } from '../site/errors.ts'

/** An item as DynamoDB has it. */
export type Item = Record<string, AttributeValue>

/** The record, and beside its parts the attributes that the indexes go by. */
export function toItem(site: Site): Item {
  const { owner, channel, expiresAt } = site.spec
  return marshall({ ...site, owner, channel, expiresAt, life: lifeOf(site) }, { removeUndefinedValues: true })
}

/** UnreadableRecordError when it is not what {@link siteSchema} says. */
export function fromItem(item: Item): Site {
  const { success, data, error } = siteSchema.safeParse(upgradeRecord(unmarshall(item)))
  if (!success) throw new UnreadableRecordError(item['name']?.S ?? '', { cause: error })
  return data
}

/** What the index of lives goes by. */
export function lifeOf(site: Site): Life {
  return isArchived(site) ? 'archived' : 'live'
}

/** What is stored under this name is no record of a site; `cause` says what is wrong with it. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError'
  readonly siteName: string
  constructor(siteName: string, options?: { cause?: unknown }) {
    super(`The record of ${siteName} cannot be read`, options)
    this.siteName = siteName
  }
}
export const isUnreadableRecordError = named<UnreadableRecordError>('UnreadableRecordError')

/** An index lists sites that agree in `hash`, in the order of `range` (a number). */
interface SiteIndex {
  indexName: string
  hash: 'owner' | 'channel' | 'life'
  range: 'expiresAt' | 'createdAt'
}

/** The table's indexes, by what they are asked for. */
export const siteIndexes = {
  owner: { indexName: 'by-owner', hash: 'owner', range: 'expiresAt' },
  channel: { indexName: 'by-channel', hash: 'channel', range: 'createdAt' },
  life: { indexName: 'by-life', hash: 'life', range: 'expiresAt' },
} as const satisfies Record<SiteQuery['by'], SiteIndex>

/** What CreateTable is to be told. Names are keys; whole records stand in the indexes, so that a list is one query. */
export function siteTable(tableName: string) {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'name', AttributeType: 'S' },
      { AttributeName: 'owner', AttributeType: 'S' },
      { AttributeName: 'channel', AttributeType: 'S' },
      { AttributeName: 'life', AttributeType: 'S' },
      { AttributeName: 'expiresAt', AttributeType: 'N' },
      { AttributeName: 'createdAt', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: Object.values(siteIndexes).map(({ indexName, hash, range }) => ({
      IndexName: indexName,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' as const },
        { AttributeName: range, KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    })),
  } satisfies CreateTableCommandInput
}
