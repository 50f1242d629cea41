import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import type { Catalogue } from '../site/order.ts'
import { HOUR_MS, MINUTE_MS } from '../site/time.ts'
import { IMAGES_KEY, type OfferedImages, offeredImagesSchema, type Table } from './offered-images.ts'

/** By then, two sweeps have failed to save a newer list. */
const STALE_MS = 2 * HOUR_MS + 30 * MINUTE_MS
const CACHED_MS = 5 * MINUTE_MS

export interface KeptCatalogueDeps {
  table: Table
  clock: Clock
  sizes: Catalogue['sizes']
  /** Asks EC2 and Systems Manager, whose clients are large. */
  live(): Promise<Catalogue>
}

/**
 * What a site can be made from, by the list that sweeps and bakes save in the table. Before the first of them, and once the list is old, it asks
 * `live`; an old list is better than none.
 */
export function createKeptCatalogue({ table, clock, sizes, live }: KeptCatalogueDeps): () => Promise<Catalogue> {
  const cache = createCache<OfferedImages | undefined>({ clock, freshMs: CACHED_MS })
  return async () => {
    const kept = await cache.get(IMAGES_KEY, () => load(table))
    if (kept === undefined || kept.images.length === 0) return live()
    const catalogue = { images: kept.images, sizes, offersSpot: true }
    return clock.now() - kept.at < STALE_MS ? catalogue : live().catch(() => catalogue)
  }
}

async function load({ client, tableName }: Table): Promise<OfferedImages | undefined> {
  const Key = { name: { S: IMAGES_KEY } }
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))
  return Item === undefined ? undefined : offeredImagesSchema.safeParse(unmarshall(Item)).data
}
