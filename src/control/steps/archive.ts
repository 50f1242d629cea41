import { withoutFailure } from '../failure.ts'
import type { Step } from '../step.ts'

/** An image of the stopped machine of a site that should be archived. */
export const archive: Step = {
  name: 'archive',
  endsLater: true,
  due: ({ spec, status: { instance, archive, setUp } }) => {
    const isStopped = spec.desired === 'archived' && instance?.state === 'stopped'
    // A machine that never was set up has nothing that its image, or the archive it came from, has not.
    return isStopped && setUp?.launch === instance.launch && archive?.launch !== instance.launch ? 'now' : 'no'
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
      throw new Error('image failed')
    }
    const older = archive === undefined || archive.imageId === image.id ? superseded : [...superseded, archive.imageId]
    return {
      archive: { imageId: image.id, launch: instance.launch, state: image.state, at: clock.now() },
      superseded: older,
      ...(image.state === 'available' && withoutFailure(site, 'archive')),
    }
  },
}
