import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { AuditEntry } from '../site/audit.ts'
import { historySchema } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import { allItems } from './all-items.ts'
import { AUDIT_PREFIX } from './audit-trail.ts'

const entrySchema = z.lazy(() =>
  historySchema.unwrap().extend({ site: z.string(), siteId: z.string(), repository: z.string() }),
)

/** What was changed since that moment, oldest first. Reads the whole table, so no function does. */
export async function readAuditTrail(
  { client, tableName }: { client: DynamoDBClient; tableName: string },
  since: Instant,
): Promise<AuditEntry[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      FilterExpression: 'begins_with(#name, :prefix) AND #at >= :since',
      ExpressionAttributeNames: { '#name': 'name', '#at': 'at' },
      ExpressionAttributeValues: { ':prefix': { S: AUDIT_PREFIX }, ':since': { N: String(since) } },
    },
  )
  const items = await allItems(pages, ({ Items }) => Items)
  return items.map((item) => entrySchema.parse(unmarshall(item))).toSorted((a, b) => a.at - b.at)
}
