import type { Site } from '../site/site.ts'
import { quotaOwnerOf } from '../site/quota-owner.ts'
import type { SiteStore, QuotaEntry } from './ports.ts'

/** Entries that no record speaks of: the process that took them died before it saved why. */
export function orphanedEntries(entries: readonly QuotaEntry[], sites: readonly Site[]): QuotaEntry[] {
  const byId = new Map(sites.map((site) => [site.id, site]))
  return entries.filter(({ siteId, owner }) => {
    const site = byId.get(siteId)
    return site === undefined || (quotaOwnerOf(site) !== owner && site.status.quotaOwner !== owner)
  })
}

/** Sites that have no entry although their record says so: it went to an owner whom the record never got. */
export function uncountedSites(entries: readonly QuotaEntry[] | undefined, sites: readonly Site[]): Site[] {
  if (entries === undefined) return []
  return sites.filter(({ id, status: { quotaOwner } }) => {
    return quotaOwner !== undefined && !entries.some(({ siteId, owner }) => siteId === id && owner === quotaOwner)
  })
}

/** Counts a site as its record says now; without limits, since it is there. */
export async function countAgain(store: SiteStore, { name, id }: Site): Promise<void> {
  const site = await store.load(name)
  const owner = site?.id === id ? quotaOwnerOf(site) : undefined
  if (owner !== undefined) await store.takeQuota({ siteId: id, owner })
}
