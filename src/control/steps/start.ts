import { isCapacityError } from '../../site/errors.ts'
import { hasOtherSize } from '../../site/size.ts'
import type { Site } from '../../site/site.ts'
import { withoutRefusals, withoutFailure } from '../failure.ts'
import { lease, unlessOtherLease } from './lease.ts'
import type { Instant } from '../../site/time.ts'
import { IMAGE_LIMIT_MS } from '../limits.ts'
import type { Due, Step } from '../step.ts'

/** Starts the stopped machine of a site that should be up. */
export const start: Step = {
  name: 'start',
  policy: 'fails-site',
  endsLater: true,
  due: (site, now) => {
    const { spec, status } = site
    if (spec.desired !== 'up' || status.instance?.state !== 'stopped' || hasOtherSize(site)) return 'no'
    const waits = waitForImage(site, now)
    return waits === 'now' ? unlessOtherLease(site, 'start', now) : waits
  },
  // From now on the disk is newer than the machine's image, so that is not the archive any more, whatever comes of the start.
  claim: (site, now) => {
    const { archive, superseded } = site.status
    if (archive === undefined || !hasOwnImage(site)) return lease('start', now)
    return { archive: undefined, superseded: [...superseded, archive.imageId], ...lease('start', now) }
  },
  run: async (site, { instances, clock }) => {
    const { instance, superseded } = site.status
    if (instance === undefined) return withoutFailure(site, 'start')
    // Before the start, so that the machine's next archive doesn't find them.
    for (const imageId of superseded) await instances.removeImage(imageId)
    try {
      await instances.start(instance.id)
    } catch (error) {
      const { sizeBefore, sizeRevision } = site.spec
      const isNew = instance.resized === true && sizeBefore !== undefined && sizeRevision !== undefined
      if (!isCapacityError(error) || !isNew) throw error
      // There was room for the size before.
      return { sizeRefused: sizeRevision, superseded: [], lease: undefined }
    }
    const { address: _, ssh: __, resized: ___, ...rest } = instance
    return {
      instance: { ...rest, state: 'pending', since: clock.now(), boot: instance.boot + 1, reachable: false },
      superseded: [],
      lease: undefined,
      ...withoutRefusals(site, 'start'),
    }
  },
}

/** An image of the machine is being made: it's worth waiting for, but not for ever. */
function waitForImage({ status: { archive } }: Site, now: Instant): Due {
  if (archive?.state !== 'pending' || archive.at + IMAGE_LIMIT_MS < now) return 'now'
  return { at: archive.at + IMAGE_LIMIT_MS + 1 }
}

function hasOwnImage({ status: { archive, instance } }: Site): boolean {
  return archive !== undefined && archive.launch === instance?.launch
}
