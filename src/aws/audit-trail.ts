import { createHash } from 'node:crypto'
import { PutItemCommand, paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { SiteStore } from '../control/ports.ts'
import { AUDIT_LIFE_MS, type AuditEntry } from '../site/audit.ts'
import { historySchema } from '../site/site.ts'
import { SECOND_MS } from '../site/time.ts'
import { allItems } from './all-items.ts'

/** No site's name begins so. The items lack the attributes of the indexes, so no list shows them. */
const PREFIX = '#audit '
/** When DynamoDB removes the item, in seconds since 1970; the table's setting names it. Only these items have it. */
export const TTL_ATTRIBUTE = 'ttl'

const entrySchema = historySchema.extend({ site: z.string(), siteId: z.string(), repository: z.string() })

/** An item for each entry. Adding one again writes the same item. */
export function createAuditTrail({
  client,
  tableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'addAuditEntry' | 'auditEntries'> {
  return {
    addAuditEntry: async (entry) => {
      const ttl = Math.ceil((entry.at + AUDIT_LIFE_MS) / SECOND_MS)
      const item = { ...entry, name: keyOf(entry), [TTL_ATTRIBUTE]: ttl }
      const Item = marshall(item, { removeUndefinedValues: true })
      await client.send(new PutItemCommand({ TableName: tableName, Item }))
    },
    auditEntries: async (since) => {
      const pages = paginateScan(
        { client },
        {
          TableName: tableName,
          ConsistentRead: true,
          FilterExpression: 'begins_with(#name, :prefix) AND #at >= :since',
          ExpressionAttributeNames: { '#name': 'name', '#at': 'at' },
          ExpressionAttributeValues: { ':prefix': { S: PREFIX }, ':since': { N: String(since) } },
        },
      )
      const items = await allItems(pages, ({ Items }) => Items)
      return items.map((item) => entrySchema.parse(unmarshall(item))).toSorted((a, b) => a.at - b.at)
    },
  }
}

function keyOf(entry: AuditEntry): string {
  const { at, siteId, by, action, to, removedMembers } = entry
  const what = createHash('sha256')
    .update(JSON.stringify([by, action, to, removedMembers]))
    .digest('hex')
  return `${PREFIX}${siteId} ${at} ${what.slice(0, 16)}`
}
