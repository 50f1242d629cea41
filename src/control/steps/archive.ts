import { JobError, withoutFailure } from '../failure.ts'
import { unlessOtherLease } from './lease.ts'
import type { Step } from '../step.ts'

/** Makes an image of the stopped machine of a site that should be archived. */
export const archive: Step = {
  name: 'archive',
  policy: 'fails-site',
  endsLater: true,
  due: (site, now) => {
    const { spec, status } = site
    const { instance, archive, setUp } = status
    const isStopped = spec.desired === 'archived' && instance?.state === 'stopped'
    // A machine that was never set up has nothing that isn't in its image, or in the archive that it came from.
    return isStopped && setUp?.launch === instance.launch && archive?.launch !== instance.launch
      ? unlessOtherLease(site, 'archive', now)
      : 'no'
  },
  run: async (site, { instances, clock }) => {
    const { instance, archive, superseded } = site.status
    if (instance === undefined) return {}
    const image = await instances.createImage({
      id: instance.id,
      siteId: site.id,
      siteName: site.name,
      launch: instance.launch,
    })
    if (image.state === 'failed') {
      await instances.removeImage(image.id)
      throw new JobError('image-failed', '', false)
    }
    // It may be one that a start was about to remove; the machine has not run since.
    const others = superseded.filter((imageId) => imageId !== image.id)
    const older = archive === undefined || archive.imageId === image.id ? others : [...others, archive.imageId]
    return {
      archive: { imageId: image.id, launch: instance.launch, state: image.state, at: clock.now() },
      superseded: older,
      ...(image.state === 'available' && withoutFailure(site, 'archive')),
    }
  },
}
