import { createHash } from 'node:crypto'
import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { SiteStore } from '../control/ports.ts'
import { AUDIT_LIFE_MS, type AuditEntry } from '../site/audit.ts'
import { SECOND_MS } from '../site/time.ts'

/** No site's name begins so. The items lack the attributes of the indexes, so no list shows them. */
export const AUDIT_PREFIX = '#audit '
/** When DynamoDB removes the item, in seconds since 1970; the table's setting names it. */
export const TTL_ATTRIBUTE = 'ttl'

/** An item for each entry. Adding one again writes the same item. */
export function createAuditTrail({
  client,
  tableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'addAuditEntry'> {
  return {
    addAuditEntry: async (entry) => {
      const ttl = Math.ceil((entry.at + AUDIT_LIFE_MS) / SECOND_MS)
      const item = { ...entry, name: keyOf(entry), [TTL_ATTRIBUTE]: ttl }
      const Item = marshall(item, { removeUndefinedValues: true })
      await client.send(new PutItemCommand({ TableName: tableName, Item }))
    },
  }
}

function keyOf(entry: AuditEntry): string {
  const { at, siteId, by, action, to, removedMembers } = entry
  const what = createHash('sha256')
    .update(JSON.stringify([by, action, to, removedMembers]))
    .digest('hex')
  return `${AUDIT_PREFIX}${siteId} ${at} ${what.slice(0, 16)}`
}
