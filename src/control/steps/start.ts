import type { Site } from '../../site/site.ts'
import { withoutBegun, withoutFailure } from '../failure.ts'
import { lease, unlessOtherLease } from './lease.ts'
import type { Step } from '../step.ts'

/** Starts the stopped machine of a site that should be up. */
export const start: Step = {
  name: 'start',
  policy: 'fails-site',
  endsLater: true,
  due: (site, now) => {
    const { spec, status } = site
    const isStopped = spec.desired === 'up' && status.instance?.state === 'stopped'
    return isStopped && status.archive?.state !== 'pending' ? unlessOtherLease(site, 'start', now) : 'no'
  },
  // From now on its disk is newer than an image made of it: that is not relied on any more, whatever becomes of the rest.
  claim: (site, now) => {
    const { archive, superseded } = site.status
    if (archive === undefined || !hasOwnImage(site)) return lease('start', now)
    return { archive: undefined, superseded: [...superseded, archive.imageId], ...lease('start', now) }
  },
  run: async (site, { instances, clock }) => {
    const { instance, superseded } = site.status
    if (instance === undefined) return withoutFailure(site, 'start')
    // Before it starts, lest the next archive of this machine find it.
    for (const imageId of superseded) await instances.removeImage(imageId)
    await instances.start(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return {
      instance: { ...rest, state: 'pending', since: clock.now(), boot: instance.boot + 1, reachable: false },
      superseded: [],
      lease: undefined,
      ...withoutBegun(site, 'start'),
    }
  },
}

function hasOwnImage({ status: { archive, instance } }: Site): boolean {
  return archive !== undefined && archive.launch === instance?.launch
}
