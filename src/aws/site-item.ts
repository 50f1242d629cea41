import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Life } from '../control/ports.ts'
import { isArchived } from '../site/phase.ts'
import { siteSchema, type Site } from '../site/site.ts'
import { upgradeRecord } from '../site/upgrade-record.ts'
import { UnreadableRecordError } from './unreadable-record-error.ts'

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
