import type { Policy } from '../site/policy.ts'
import type { Site } from '../site/site.ts'
import { quotaOwnerOf } from '../site/quota-owner.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { UserError } from '../site/user-error.ts'
import type { SiteStore } from './ports.ts'

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
