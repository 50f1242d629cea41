import type { Policy } from '../site/policy.ts'
import type { Site } from '../site/site.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { UserError } from '../site/user-error.ts'
import type { QuotaEntry, QuotaTotal, SiteStore } from './ports.ts'

/** The owner towards whose quota the site counts: while it has, or is to have, a machine that people want. */
export function quotaOwnerOf({ spec: { desired, owner } }: Site): string | undefined {
  return desired === 'up' || desired === 'asleep' ? owner : undefined
}

/**
 * Before `next` is saved: a site that comes to life, or gets another owner, takes an entry. `UserError` when a quota is reached.
 * A process that dies between this and the save leaves an entry without a site, which the sweep releases.
 */
export async function reserveQuota(
  store: SiteStore,
  next: Site,
  before: Site | undefined,
  { maxSites, maxSitesPerPerson }: Pick<Policy, 'maxSites' | 'maxSitesPerPerson'>,
): Promise<void> {
  const owner = quotaOwnerOf(next)
  const ownerBefore = before && quotaOwnerOf(before)
  if (owner === undefined || owner === ownerBefore) return
  const limits = { all: maxSites, ...(isSlackUser(owner) && { perOwner: maxSitesPerPerson }) }
  const from = ownerBefore === undefined ? {} : { from: ownerBefore }
  const answer = await store.takeQuota({ siteId: next.id, owner }, { ...from, limits })
  if (answer === 'owner-quota-reached') throw new UserError('owner-quota-reached', { owner, max: maxSitesPerPerson })
  if (answer === 'site-quota-reached') throw new UserError('site-quota-reached', { max: maxSites })
}

/** Entries that no record knows of: the process that took them died before it saved its record. */
export function orphanedEntries(entries: readonly QuotaEntry[], sites: readonly Site[]): QuotaEntry[] {
  const byId = new Map(sites.map((site) => [site.id, site]))
  return entries.filter(({ siteId, owner }) => {
    const site = byId.get(siteId)
    return site === undefined || (quotaOwnerOf(site) !== owner && site.status.quotaOwner !== owner)
  })
}

/** Also while something is under way, which ends within seconds. */
export function isMiscounted({ count, underWay }: QuotaTotal, entries: readonly QuotaEntry[]): boolean {
  return underWay > 0 || count !== entries.length
}

/** Sites that have no entry although their record says so: it went to an owner whom the record never got. */
export function uncountedSites(entries: readonly QuotaEntry[] | undefined, sites: readonly Site[]): Site[] {
  if (entries === undefined) return []
  const counted = new Set(entries.map(({ siteId, owner }) => `${siteId} ${owner}`))
  return sites.filter(({ id, status: { quotaOwner } }) => {
    return quotaOwner !== undefined && !counted.has(`${id} ${quotaOwner}`)
  })
}

/** Counts a site as its record says now. Without limits, since the site exists. */
export async function recount(store: SiteStore, { name, id }: Site): Promise<void> {
  const site = await store.load(name)
  const owner = site?.id === id ? quotaOwnerOf(site) : undefined
  if (owner !== undefined) await store.takeQuota({ siteId: id, owner })
}
