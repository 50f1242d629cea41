import type { QuotaEntry, QuotaLimits, SiteStore } from '../control/ports.ts'
import { itemsNamed } from './items-named.ts'
import {
  addSite,
  claim,
  newToken,
  ownerOf,
  QUOTA_LIFE,
  readOwner,
  readTotal,
  removeSite,
  setCount,
  settle,
  toOwnersItem,
  type Table,
  type TotalItem,
} from './quota-items.ts'
import { moveFromOneItem } from './quota-in-one-item.ts'
import { queryIndex } from './query-index.ts'
import { siteIndexes, type Item } from './site-item.ts'

/** Each try more means that another process changed the same in between. */
const MAX_TRIES = 20

type Taken = Awaited<ReturnType<SiteStore['takeQuota']>>

/**
 * An item for each owner has the owner's entries, and one item counts them all, so neither grows with the number of sites. No write spans
 * two items here. So each change marks itself in the total (`claims`) before it touches an owner's item, and the write that counts it ends the
 * mark: an entry counts unless its token is still a mark. A process that dies in between leaves a mark, and at worst a
 * count that's too high, which {@link SiteStore.recountQuota} puts right.
 */
export function createSiteQuota(
  table: Table,
): Pick<SiteStore, 'takeQuota' | 'releaseQuota' | 'quotaEntries' | 'quotaTotal' | 'recountQuota'> {
  return {
    takeQuota: async ({ siteId, owner }, { from = owner, limits = {} } = {}) => {
      const isHeld = from !== owner && (await readOwner(table, from)).tokens.has(siteId)
      // Counted twice for a moment, a site that's handed over never makes room for another.
      const { all: _, ...ofOwner } = limits
      const answer = await take(table, { siteId, owner }, isHeld ? ofOwner : limits)
      if (isHeld && answer === 'taken') await release(table, { siteId, owner: from })
      return answer
    },
    releaseQuota: (entry) => release(table, entry),
    quotaEntries: () => listEntries(table),
    quotaTotal: async () => {
      const { count, claims, revision } = await total(table)
      return { count, underWay: claims.size, revision }
    },
    recountQuota: async (revision) => {
      await setCount(table, (await listEntries(table)).length, revision)
    },
  }
}

async function total(table: Table): Promise<TotalItem> {
  const found = await readTotal(table)
  if (found !== undefined) return found
  await moveFromOneItem(table)
  return total(table)
}

async function take(table: Table, { siteId, owner }: QuotaEntry, { all, perOwner }: QuotaLimits): Promise<Taken> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const [{ tokens }, { count, claims }] = await Promise.all([readOwner(table, owner), total(table)])
    const held = tokens.get(siteId)
    if (held !== undefined && !claims.has(held)) return 'taken'
    if (held === undefined && perOwner !== undefined && tokens.size >= perOwner) return 'owner-quota-reached'
    if (all !== undefined && count >= all) return 'site-quota-reached'
    if (held !== undefined) {
      // Another process is about to count it, or has died before.
      if (await settle(table, held, 1, all)) return 'taken'
      continue
    }
    const token = newToken()
    await claim(table, token)
    if (!(await addSite(table, owner, siteId, token, perOwner)) && !(await isOurs(table, owner, siteId, token))) {
      await settle(table, token, 0)
    } else if (await settle(table, token, 1, all)) return 'taken'
    else if ((await total(table)).claims.has(token)) await withdraw(table, { siteId, owner }, token, tokens.size + 1)
  }
  throw new Error('Too many sites change the quota at once')
}

/** After a lost answer the SDK repeats a write, which then finds its own. */
async function isOurs(table: Table, owner: string, siteId: string, token: string): Promise<boolean> {
  return (await readOwner(table, owner)).tokens.get(siteId) === token
}

async function release(table: Table, entry: QuotaEntry): Promise<void> {
  const [{ tokens }, { claims }] = await Promise.all([readOwner(table, entry.owner), total(table)])
  const held = tokens.get(entry.siteId)
  if (held === undefined) return
  if (claims.has(held)) return withdraw(table, entry, held, tokens.size)
  const token = newToken()
  await claim(table, token)
  const isRemoved = await remove(table, entry, held, tokens.size)
  await settle(table, token, isRemoved ? -1 : 0)
}

/** What doesn't count yet goes without a change of the count. */
async function withdraw(table: Table, entry: QuotaEntry, token: string, held: number): Promise<void> {
  await remove(table, entry, token, held)
  await settle(table, token, 0)
}

/** True for the one of several that removed it. `held`: how many the owner had. */
async function remove(table: Table, { siteId, owner }: QuotaEntry, token: string, held: number): Promise<boolean> {
  let isLast = held === 1
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    if (await removeSite(table, owner, siteId, { token, isLast })) return true
    const { tokens } = await readOwner(table, owner)
    if (tokens.get(siteId) !== token) return false
    isLast = tokens.size === 1
  }
  throw new Error(`Too many sites of ${owner} change the quota at once`)
}

async function listEntries(table: Table): Promise<QuotaEntry[]> {
  await total(table)
  const names: string[] = []
  let start: Item | undefined
  do {
    const { items, next } = await queryIndex(table, { index: siteIndexes.life, hash: QUOTA_LIFE, start })
    names.push(...items.flatMap(({ name }) => name?.S ?? []))
    start = next
  } while (start !== undefined)
  const items = await itemsNamed(table, names)
  return [...items].flatMap(([name, item]) =>
    [...toOwnersItem(item).tokens.keys()].map((siteId) => ({ siteId, owner: ownerOf(name) })),
  )
}
