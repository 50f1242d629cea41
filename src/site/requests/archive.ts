import { defaultExpiryDate, expiryOn } from '../expiry.ts'
import type { Policy } from '../policy.ts'
import type { Site } from '../site.ts'
import { changed, expectAllowed, type Asked } from './change.ts'

/** Deletes, keeping an image to restore from; where there is nothing yet to keep, the site goes for good. */
export function archive(site: Site, asked: Asked): Site {
  expectAllowed(site, 'delete')
  const desired = hasAnythingToKeep(site) ? 'archived' : 'gone'
  return changed(site, { desired, retryRevision: site.spec.retryRevision + 1 }, { action: 'delete' }, asked)
}

/** Deletes at once and for good, an archive included. */
export function deleteWithoutArchive(site: Site, asked: Asked): Site {
  expectAllowed(site, 'deleteWithoutArchive')
  return changed(
    site,
    { desired: 'gone', retryRevision: site.spec.retryRevision + 1 },
    { action: 'deleteWithoutArchive' },
    asked,
  )
}

/** Back from the archive, or from the way there: same name, address and settings, with a new expiry. */
export function restore(site: Site, asked: Asked, policy: Policy): Site {
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

/** There is a machine that was set up once, or an earlier archive. */
export function hasAnythingToKeep({ status }: Site): boolean {
  const wasSetUp = status.instance !== undefined && status.setUp?.launch === status.instance.launch
  return wasSetUp || status.archive !== undefined
}
