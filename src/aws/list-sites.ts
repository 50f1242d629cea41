import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Page, SiteQuery } from '../control/ports.ts'
import { itemsNamed } from './items-named.ts'
import { queryIndex } from './query-index.ts'
import { fromItem, type Item, siteIndexes, isUnreadableRecordError } from './site-item.ts'
import * as z from 'zod'
import { UserError } from '../site/user-error.ts'

interface Table {
  client: DynamoDBClient
  tableName: string
}

/**
 * One page: names from an index, then their records, which `complete` makes whole. Unreadable records are named. They count towards `limit`, as do sites that are gone
 * or changed since the index was written. A cursor holds a position and not the query, so a forged one shows nothing that the query doesn't.
 */
export async function listSites(
  table: Table,
  query: SiteQuery,
  { limit, cursor }: { limit: number; cursor?: string },
  complete: (items: Item[]) => Promise<Item[]>,
): Promise<Page> {
  // One more tells whether there's another page.
  const found = await findKeys(table, query, limit + 1, cursor)
  const keys = found.slice(0, limit)
  const last = found.length > limit ? keys.at(-1) : undefined
  const items = await complete(await itemsOf(table, query, keys))
  return { ...read(items), ...(last === undefined ? {} : { cursor: cursorAt(last, query) }) }
}

/** Queries until there are `count`, or no more: DynamoDB cuts a response at 1 MB. */
async function findKeys(table: Table, query: SiteQuery, count: number, cursor?: string): Promise<Item[]> {
  const keys: Item[] = []
  let start = cursor === undefined ? undefined : keyAt(cursor, query)
  do {
    const { items, next } = await queryIndex(table, {
      index: siteIndexes[query.by],
      hash: hashOf(query),
      isDescending: query.by === 'channel',
      limit: count - keys.length,
      start,
    })
    keys.push(...items)
    start = next
  } while (start !== undefined && keys.length < count)
  return keys
}

/** In the order of their keys, without those that the query would no longer find. */
async function itemsOf(table: Table, query: SiteQuery, keys: readonly Item[]): Promise<Item[]> {
  const names = keys.map(nameOf)
  const items = await itemsNamed(table, names)
  const { hash } = siteIndexes[query.by]
  return names.flatMap((name) => {
    const item = items.get(name)
    return item?.[hash]?.S === hashOf(query) ? [item] : []
  })
}

function read(items: Item[]): Page {
  const page: Required<Pick<Page, 'sites' | 'unreadable'>> = { sites: [], unreadable: [] }
  for (const item of items) {
    try {
      page.sites.push(fromItem(item))
    } catch (error) {
      if (!isUnreadableRecordError(error)) throw error
      page.unreadable.push(error.siteName)
    }
  }
  return page.unreadable.length > 0 ? page : { sites: page.sites }
}

function cursorAt(item: Item, query: SiteQuery): string {
  return toCursor([nameOf(item), Number(item[siteIndexes[query.by].range]?.N)])
}

function nameOf(item: Item): string {
  return item['name']?.S ?? ''
}

function keyAt(cursor: string, query: SiteQuery): Item {
  const [name, position] = fromCursor(cursor)
  const { hash, range } = siteIndexes[query.by]
  return marshall({ name, [hash]: hashOf(query), [range]: position })
}

function hashOf(query: SiteQuery): string {
  switch (query.by) {
    case 'owner':
      return query.owner
    case 'channel':
      return query.channel
    case 'life':
      return query.life
  }
}

/** Where a page ended: the last site's name and its range key in the index. */
const positionSchema = z.lazy(() => z.tuple([z.string().min(1).max(63), z.int().nonnegative()]))
export type Position = z.infer<typeof positionSchema>

export function toCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** UserError `button-unknown` if we didn't make it. */
export function fromCursor(cursor: string): Position {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new UserError('button-unknown', {})
  }
}
