import type { Policy } from '../site/policy.ts'
import type { Site } from '../site/site.ts'
import { quotaOwnerOf } from '../site/quota-owner.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { UserError } from '../site/user-error.ts'
import type { SiteStore } from './ports.ts'

/**
 * Before `next` is saved: a site that comes to life, or to another owner, takes a slot. `UserError` when they have as many as
 * they may, or all together. Whoever dies between this and the save leaves a slot without a site, which the sweep frees.
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
  const answer = await store.holdSlot({ siteId: next.id, owner }, { ...from, limits })
  if (answer === 'owner-full') throw new UserError('person-full', { owner, max: maxSitesPerPerson })
  if (answer === 'all-full') throw new UserError('all-full', { max: maxSites })
}
