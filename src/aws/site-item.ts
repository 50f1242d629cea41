import type { AttributeValue, CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Life, SiteQuery } from '../control/ports.ts'
import { isArchived } from '../site/phase.ts'
import { siteSchema, type Site } from '../site/site.ts'
import { upgradeRecord } from '../site/upgrade-record.ts'
import { named } from '../site/errors.ts'

/** An item as DynamoDB has it. */
export type Item = Record<string, AttributeValue>

/** The record, plus top-level attributes for the indexes. */
export function toItem(site: Site): Item {
  const { owner, channel, expiresAt } = site.spec
  return marshall({ ...site, owner, channel, expiresAt, life: lifeOf(site) }, { removeUndefinedValues: true })
}

/** UnreadableRecordError when it doesn't match {@link siteSchema}. */
export function fromItem(item: Item): Site {
  const { success, data, error } = siteSchema.safeParse(upgradeRecord(unmarshall(item)))
  if (!success) throw new UnreadableRecordError(item['name']?.S ?? '', { cause: error })
  return data
}

/** The hash key of the index `keys-by-life`. */
export function lifeOf(site: Site): Life {
  return isArchived(site) ? 'archived' : 'live'
}

/** The item of this name isn't a valid record; `cause` says why. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError'
  readonly siteName: string
  constructor(siteName: string, options?: { cause?: unknown }) {
    super(`The record of ${siteName} cannot be read`, options)
    this.siteName = siteName
  }
}
export const isUnreadableRecordError = named<UnreadableRecordError>('UnreadableRecordError')

/** An index lists the names of sites with the same `hash`, in the order of `range`, a number. */
export interface SiteIndex {
  indexName: string
  /** What earlier versions made in its place: it holds whole records, so each save writes it too. */
  earlier: string
  hash: 'owner' | 'channel' | 'life'
  range: 'expiresAt' | 'createdAt'
}

/** The table's indexes, by query. */
export const siteIndexes = {
  owner: { indexName: 'keys-by-owner', earlier: 'by-owner', hash: 'owner', range: 'expiresAt' },
  channel: { indexName: 'keys-by-channel', earlier: 'by-channel', hash: 'channel', range: 'createdAt' },
  life: { indexName: 'keys-by-life', earlier: 'by-life', hash: 'life', range: 'expiresAt' },
} as const satisfies Record<SiteQuery['by'], SiteIndex>

/** Input for CreateTable. The key is the name; indexes hold keys alone, so that most saves leave them as they are. */
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
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    })),
  } satisfies CreateTableCommandInput
}
