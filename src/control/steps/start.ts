import type { Site } from '../../site/site.ts'
import { withoutRefusals, withoutFailure } from '../failure.ts'
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
    await instances.start(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return {
      instance: { ...rest, state: 'pending', since: clock.now(), boot: instance.boot + 1, reachable: false },
      superseded: [],
      lease: undefined,
      ...withoutRefusals(site, 'start'),
    }
  },
}

function hasOwnImage({ status: { archive, instance } }: Site): boolean {
  return archive !== undefined && archive.launch === instance?.launch
}
