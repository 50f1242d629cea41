import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { withoutTeams } from '../../src/aws/kept-teams.ts'
import { siteIndexes, type Item, toItem } from '../../src/aws/site-item.ts'
import type { Site } from '../../src/site/site.ts'

const READ_UNIT_BYTES = 4096
const WRITE_UNIT_BYTES = 1024

/** Bytes, as DynamoDB reckons them (Developer Guide, "DynamoDB item sizes and formats"). */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 0)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M)
  return 1
}

export function siteBytes(site: Site): number {
  return itemBytes(withoutTeams(toItem(site)).item)
}

export function readUnits(bytes: number, { isStrong }: { isStrong: boolean }): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (isStrong ? 1 : 0.5)
}

/** An entry of an index: its keys, and the name. */
export function entryBytes(site: Site, by: keyof typeof siteIndexes): number {
  const { hash, range } = siteIndexes[by]
  const { name, [hash]: hashKey, [range]: rangeKey } = toItem(site)
  return itemBytes(Object.fromEntries(Object.entries({ name, hashKey, rangeKey }).filter(isThere)))
}

/** Of the table and its indexes: these hold keys alone, so only one whose key changes is written. It's deleted there and put anew. */
export function writeUnits(before: Site | undefined, after: Site | undefined): number {
  const units = (site: Site | undefined) => (site === undefined ? 0 : Math.ceil(siteBytes(site) / WRITE_UNIT_BYTES))
  const entries = Object.values(siteIndexes).map(({ hash, range }) => {
    const keys = [before, after].map((site) => site && keyOf(site, hash, range))
    return keys[0] === keys[1] ? 0 : keys.filter((key) => key !== undefined).length
  })
  return entries.reduce((sum, one) => sum + one, Math.max(units(before), units(after)))
}

function isThere(entry: [string, AttributeValue | undefined]): entry is [string, AttributeValue] {
  return entry[1] !== undefined
}

function keyOf(site: Site, hash: string, range: string): string {
  const item = toItem(site)
  return JSON.stringify([item[hash], item[range]])
}
