import { quotaOwnerOf } from '../quota.ts'
import type { Step } from '../step.ts'

/**
 * Counts the site towards its owner's quota for as long as it is up or asleep. Without limits: people were refused before, in
 * `reserveQuota`, and this site exists.
 */
export const quota: Step = {
  name: 'quota',
  policy: 'keeps-trying',
  due: (site) => (quotaOwnerOf(site) === site.status.quotaOwner ? 'no' : 'now'),
  run: async (site, { store }) => {
    const owner = quotaOwnerOf(site)
    const held = site.status.quotaOwner
    if (owner !== undefined) await store.takeQuota({ siteId: site.id, owner }, held === undefined ? {} : { from: held })
    else if (held !== undefined) await store.releaseQuota({ siteId: site.id, owner: held })
    return { quotaOwner: owner }
  },
}
