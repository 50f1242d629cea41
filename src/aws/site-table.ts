import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { SiteQuery } from '../control/ports.ts'

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
