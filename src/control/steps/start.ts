import type { Site } from '../../site/site.ts'
import type { Step } from '../step.ts'

/** Starts the stopped machine of a site that should be up. */
export const start: Step = {
  name: 'start',
  due: ({ spec, status }) => {
    const isStopped = status.instance?.state === 'stopped'
    return spec.desired === 'up' && isStopped && status.archive?.state !== 'pending' ? 'now' : 'no'
  },
  run: async (site, { instances, clock }) => {
    const { instance, archive } = site.status
    if (instance === undefined) return {}
    // From now on its disk is newer than an image made of it.
    if (hasOwnImage(site) && archive !== undefined) await instances.removeImage(archive.imageId)
    await instances.start(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return {
      instance: { ...rest, state: 'pending', since: clock.now(), boot: instance.boot + 1, reachable: false },
      archive: hasOwnImage(site) ? undefined : archive,
    }
  },
}

function hasOwnImage({ status: { archive, instance } }: Site): boolean {
  return archive !== undefined && archive.launch === instance?.launch
}
