import { isAlive, isArchiveLost } from '../phase.ts'
import type { Site, SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { withShares } from '../shares.ts'
import { defineOperation, retried } from './operation.ts'

/** Keeps an image to restore from; where there is nothing yet to keep, the site goes for good. */
export const deleteSite = defineOperation({
  name: 'delete',
  words: 'rm remove del archive destroy 削除 消去 消す アーカイブ',
  audience: 'everyone',
  confirms: true,
  button: { at: 'row', style: 'danger' },
  whenLost: true,
  isPossible: isAlive,
  change: (site, { now }) => ({ spec: deleted(site, now) }),
})

/** What a site's spec becomes when it is deleted or its time is up: archived, where there is anything to keep. */
export function deleted(site: Site, now: Instant): Partial<SiteSpec> {
  if (!hasAnythingToKeep(site)) return { desired: 'gone', ...retried(site) }
  // Clients' links end with the site, and don't come back with it.
  const access = site.spec.access.shares && withShares(site, [])
  return { desired: 'archived', archiveRequestedAt: now, ...access, ...retried(site) }
}

/**
 * There is an archive, or a machine, or one may be on its way. Whether there is anything on the machine is for the
 * reconciler to find out: the record may not know yet that its set-up is done.
 */
function hasAnythingToKeep({ status }: Site): boolean {
  if (isArchiveLost({ status })) return false
  return status.archive !== undefined || status.instance !== undefined || status.launching === true
}
