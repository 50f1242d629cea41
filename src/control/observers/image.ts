import { SECOND_MS } from '../../site/time.ts'
import { nextPoll, type Observer } from '../step.ts'
import { withFailure, withoutFailure } from '../failure.ts'
import { archive as archiveStep } from '../steps/archive.ts'

const POLL_MS = 30 * SECOND_MS

/** Observes the image that is being made of the machine. */
export const observeImage: Observer = {
  name: 'observe-image',
  policy: 'fails-site',
  applies: ({ status }) => status.archive?.state === 'pending',
  pollAt: ({ status: { archive } }, now) => archive && nextPoll(archive.at, now, POLL_MS),
  observe: async (site, { instances, clock }) => {
    const { archive } = site.status
    if (archive === undefined) return {}
    const image = await instances.describeImage(archive.imageId)
    if (image?.state === 'available') {
      return { archive: { ...archive, state: 'available', at: clock.now() }, ...withoutFailure(site, 'archive') }
    }
    if (image?.state === 'pending') return {}
    // It failed: remove it, and let the step make another one later.
    if (image !== undefined) await instances.removeImage(image.id)
    return { archive: undefined, ...withFailure(site, archiveStep, new Error('image failed'), clock.now()) }
  },
}
