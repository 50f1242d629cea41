import type { Site } from '../site/site.ts'
import { quotaOwnerOf } from '../site/quota-owner.ts'
import type { SiteStore, QuotaEntry } from './ports.ts'

/** Slots that no record speaks of: whoever took them died before he could save why. */
export function orphanedEntries(slots: readonly QuotaEntry[], sites: readonly Site[]): QuotaEntry[] {
  const byId = new Map(sites.map((site) => [site.id, site]))
  return slots.filter(({ siteId, owner }) => {
    const site = byId.get(siteId)
    return site === undefined || (quotaOwnerOf(site) !== owner && site.status.slot !== owner)
  })
}

/** Sites that are taken for counted, and are not: their slot went to an owner whom the record never got. */
export function uncountedSites(slots: readonly QuotaEntry[] | undefined, sites: readonly Site[]): Site[] {
  if (slots === undefined) return []
  return sites.filter(({ id, status: { slot } }) => {
    return slot !== undefined && !slots.some(({ siteId, owner }) => siteId === id && owner === slot)
  })
}

/** Counts a site as its record says now; without limits, since it is there. */
export async function countAgain(store: SiteStore, { name, id }: Site): Promise<void> {
  const site = await store.load(name)
  const owner = site?.id === id ? quotaOwnerOf(site) : undefined
  if (owner !== undefined) await store.holdSlot({ siteId: id, owner })
}
