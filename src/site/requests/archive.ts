import { defaultExpiryDate, expiryOn } from '../expiry.ts'
import type { Policy } from '../policy.ts'
import type { Site, SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { changed, expectAllowed, type RequestContext } from './change.ts'

/** Deletes, keeping an image to restore from; where there is nothing yet to keep, the site goes for good. */
export function archive(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'delete')
  return changed(site, putAway(site, asked.now), { action: 'delete' }, asked)
}

/** Deletes at once and for good, an archive included. */
export function deleteWithoutArchive(site: Site, asked: RequestContext): Site {
  expectAllowed(site, 'deleteWithoutArchive')
  return changed(
    site,
    { desired: 'gone', retryRevision: site.spec.retryRevision + 1 },
    { action: 'deleteWithoutArchive' },
    asked,
  )
}

/** Back from the archive, or from the way there: same name, address and settings, with a new expiry. */
export function restore(site: Site, asked: RequestContext, policy: Policy): Site {
  expectAllowed(site, 'restore')
  const to = expiryOn(defaultExpiryDate(asked.now, policy), policy)
  const spec = {
    desired: 'up',
    retryRevision: site.spec.retryRevision + 1,
    expiresAt: to,
    expirySetAt: asked.now,
  } as const
  return changed(site, spec, { action: 'restore', to }, asked)
}

/** What a site's spec becomes when its time is up, or somebody says so: archived, where there is anything to keep. */
export function putAway(site: Site, now: Instant): Partial<SiteSpec> {
  const retryRevision = site.spec.retryRevision + 1
  if (!hasAnythingToKeep(site)) return { desired: 'gone', retryRevision }
  return { desired: 'archived', archiveRequestedAt: now, retryRevision }
}

/**
 * There is an archive, or a machine, or one may be on its way. Whether there is anything on the machine is for the
 * reconciler to find out: the record may not know yet that its set-up is done.
 */
function hasAnythingToKeep({ status }: Site): boolean {
  return status.archive !== undefined || status.instance !== undefined || status.launching === true
}
