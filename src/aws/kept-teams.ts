import { createHash } from 'node:crypto'
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { itemsNamed } from './items-named.ts'
import type { Item } from './site-item.ts'

/** Logins that take more are kept in an item of their own: a record is written many times for each change of its team. */
const MOST_BYTES = 1024
/** No site's name begins so. */
const PREFIX = '#team '
/** In a record, in place of the logins: their hash. */
const KEPT = 'loginsKept'
/** A record that is saved later, or never, still names the team before. */
const VERSIONS = 2
/** So many teams stay in memory. */
const MOST_REMEMBERED = 100

type Logins = AttributeValue[]
type Table = { client: DynamoDBClient; tableName: string }

/** The item without large teams, and these by hash. */
export function withoutTeams(item: Item): { item: Item; teams: Map<string, Logins> } {
  const teams = new Map<string, Logins>()
  if (!holdersOf(item).some(isLarge)) return { item, teams }
  const less = structuredClone(item)
  for (const holder of holdersOf(less).filter(isLarge)) {
    const logins = holder['logins']?.L ?? []
    const hash = createHash('sha256')
      .update(JSON.stringify(logins.map(({ S }) => S)))
      .digest('hex')
      .slice(0, 32)
    teams.set(hash, logins)
    delete holder['logins']
    holder[KEPT] = { S: hash }
  }
  return { item: less, teams }
}

/**
 * Large teams beside the records. They're written before the record that names them. One that is missing all the same is as one
 * that is too large to keep: the next check of the team finds it again.
 */
export function createKeptTeams({ client, tableName }: Table) {
  const remembered = new Map<string, Logins>()
  const remember = (hash: string, logins: Logins) => {
    remembered.set(hash, logins)
    const [oldest] = remembered.keys()
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }
  /** In this site's item, as this process knows. */
  const stored = new Map<string, string>()
  const know = (id: string, hashes: string[]) => {
    if (stored.size >= MOST_REMEMBERED) stored.clear()
    stored.set(id, hashes.join(' '))
  }
  const read = async (id: string): Promise<Item> => {
    const Key = keyOf(id)
    const { Item = {} } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))
    return Item
  }
  const join = (items: readonly Item[], found: ReadonlyMap<string, Item>): Item[] => {
    // A list may have more than are remembered.
    const teams = new Map(remembered)
    for (const item of found.values())
      for (const [hash, { L }] of Object.entries(item))
        if (L !== undefined) {
          teams.set(hash, L)
          remember(hash, L)
        }
    return items.map((item) => (hashesIn(item).length === 0 ? item : joined(item, teams)))
  }
  const unknown = (item: Item) => hashesIn(item).some((hash) => !remembered.has(hash))
  return {
    /** Writes what the record will name. */
    save: async (id: string, teams: ReadonlyMap<string, Logins>): Promise<void> => {
      const hashes = [...teams.keys()]
      if (hashes.length === 0 || stored.get(id) === hashes.join(' ')) return
      const { name: _, ...before } = await read(id)
      if (!hashes.every((hash) => hash in before)) {
        const kept = [...teams, ...Object.entries(before).flatMap(([hash, { L }]) => (L ? [[hash, L] as const] : []))]
        const newest = [...new Map(kept)].slice(0, Math.max(VERSIONS, hashes.length))
        const Item = { ...keyOf(id), ...Object.fromEntries(newest.map(([hash, L]) => [hash, { L }])) }
        await client.send(new PutItemCommand({ TableName: tableName, Item }))
      }
      know(id, hashes)
      for (const [hash, logins] of teams) remember(hash, logins)
    },
    remove: async (id: string): Promise<void> => {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(id) }))
    },
    load: async (item: Item): Promise<Item> => {
      const id = item['id']?.S ?? ''
      const found = unknown(item) ? await read(id) : undefined
      const [whole = item] = join([item], new Map(found && [[id, found]]))
      if (found !== undefined && !unknown(item)) know(id, hashesIn(item))
      return whole
    },
    loadAll: async (items: Item[]): Promise<Item[]> => {
      const names = items.filter(unknown).map((item) => nameOf(item['id']?.S ?? ''))
      return join(items, await itemsNamed({ client, tableName }, names))
    },
  }
}

function nameOf(id: string): string {
  return `${PREFIX}${id}`
}

function keyOf(id: string): Item {
  return { name: { S: nameOf(id) } }
}

/** Where a record has logins. */
function holdersOf(item: Item): Item[] {
  const status = item['status']?.M
  return [status?.['users']?.M, status?.['command']?.M?.['team']?.M].filter((holder) => holder !== undefined)
}

function isLarge(holder: Item): boolean {
  const logins = holder['logins']?.L ?? []
  return logins.reduce((sum, { S = '' }) => sum + S.length + 1, 0) > MOST_BYTES
}

function hashesIn(item: Item): string[] {
  return [...new Set(holdersOf(item).flatMap((holder) => holder[KEPT]?.S ?? []))]
}

function joined(item: Item, teams: ReadonlyMap<string, Logins>): Item {
  const whole = structuredClone(item)
  for (const holder of holdersOf(whole)) {
    const logins = teams.get(holder[KEPT]?.S ?? '')
    if (logins !== undefined) holder['logins'] = { L: logins }
    delete holder[KEPT]
  }
  return whole
}
