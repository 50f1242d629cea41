import { PermanentError } from '../../site/errors.ts'
import { failureOf } from '../../site/failures.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'
import { JobError, withFailure, withoutFailure } from '../failure.ts'
import { IMAGE_LIMIT_MS } from '../limits.ts'
import { nextPoll, type Observer, type StatusPatch } from '../step.ts'
import { archive as archiveStep } from '../steps/archive.ts'

type Archive = NonNullable<SiteStatus['archive']>

const POLL_MS = 30 * SECOND_MS
/** After half an hour, and once people know that it takes too long. */
const LATER_POLL_MS = 5 * MINUTE_MS
const OVERDUE_POLL_MS = 30 * MINUTE_MS

const TOO_SLOW = 'image-too-slow'

/** Observes the image that is being made of the machine. */
export const observeImage: Observer = {
  name: 'observe-image',
  policy: 'fails-site',
  applies: ({ status }) => status.archive?.state === 'pending',
  pollAt: (site, now) => {
    const { archive } = site.status
    if (archive === undefined) return undefined
    if (failureOf(site, 'archive')?.reason === TOO_SLOW) return nextPoll(archive.at, now, OVERDUE_POLL_MS)
    return nextPoll(archive.at, now, archive.at + 30 * MINUTE_MS <= now ? LATER_POLL_MS : POLL_MS)
  },
  observe: async (site, { instances, clock }) => {
    const { archive } = site.status
    if (archive === undefined) return {}
    const image = await instances.describeImage(archive.imageId)
    const now = clock.now()
    if (image?.state === 'available') {
      return { archive: { ...archive, state: 'available', at: now }, ...withoutFailure(site, 'archive') }
    }
    if (image?.state === 'pending') return pending(site, archive, now)
    // It failed: remove it, and let the step make another one later.
    if (image !== undefined) await instances.removeImage(image.id)
    return { archive: undefined, ...withFailure(site, archiveStep, new JobError('image-failed', '', false), now) }
  },
}

function pending(site: Site, archive: Archive, now: Instant): StatusPatch {
  const { failures, instance } = site.status
  // The machine starts without it.
  if (site.spec.desired !== 'archived' && instance !== undefined) return {}
  if (failureOf(site, 'archive')?.reason === TOO_SLOW) return {}
  if (failures['archive']?.reason === TOO_SLOW) {
    // Somebody asked for something since.
    return { archive: { ...archive, at: now }, ...withoutFailure(site, 'archive') }
  }
  if (archive.at + IMAGE_LIMIT_MS >= now) return {}
  return withFailure(site, archiveStep, new PermanentError(TOO_SLOW), now)
}
