import { PermanentError } from '../../site/errors.ts'
import { failureOf } from '../../site/failures.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'
import { JobError, withFailure, withoutFailure } from '../failure.ts'
import { IMAGE_LIMIT_MS } from '../limits.ts'
import type { Instances, MachineImage } from '../ports.ts'
import { nextPoll, type Observer, type StatusPatch } from '../step.ts'
import { archive as archiveStep } from '../steps/archive.ts'

type Archive = NonNullable<SiteStatus['archive']>

const POLL_MS = 30 * SECOND_MS
/** After half an hour, and once people know that it takes too long. */
const LATER_POLL_MS = 5 * MINUTE_MS
const OVERDUE_POLL_MS = 30 * MINUTE_MS

const MISSING = 'archive-missing'
const TOO_SLOW = 'image-too-slow'

/** Observes the image that is being made of the machine, and whether that of an archived site is still there. */
export const observeImage: Observer = {
  name: 'observe-image',
  policy: 'fails-site',
  applies: ({ spec, status: { archive } }) =>
    spec.desired !== 'gone' &&
    archive !== undefined &&
    (archive.state === 'pending' || archive.missing === true || spec.desired === 'archived'),
  pollAt: (site, now) => {
    const { archive } = site.status
    // The sweep notices when an image that is available goes, or comes back.
    if (archive?.state !== 'pending') return undefined
    if (failureOf(site, 'archive')?.reason === TOO_SLOW) return nextPoll(archive.at, now, OVERDUE_POLL_MS)
    return nextPoll(archive.at, now, archive.at + 30 * MINUTE_MS <= now ? LATER_POLL_MS : POLL_MS)
  },
  observe: async (site, { instances, clock }) => {
    const { archive } = site.status
    if (archive === undefined) return {}
    const image = await instances.describeImage(archive.imageId)
    const now = clock.now()
    if (image?.state === 'available') return available(site, archive, now)
    if (image?.state === 'pending') return archive.state === 'pending' ? pending(site, archive, now) : {}
    return lost(site, archive, image, { instances, now })
  },
}

function available(site: Site, { missing, ...archive }: Archive, now: Instant): StatusPatch {
  if (archive.state === 'pending') {
    return { archive: { ...archive, state: 'available', at: now }, ...withoutFailure(site, 'archive') }
  }
  // Somebody has brought it back, such as from EC2's Recycle Bin.
  return missing ? { archive, ...withoutFailure(site, 'archive', 'launch') } : {}
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

async function lost(
  site: Site,
  archive: Archive,
  image: MachineImage | undefined,
  { instances, now }: { instances: Instances; now: Instant },
): Promise<StatusPatch> {
  const { instance } = site.status
  // Nothing else has what was on the machine: in case the image comes back, it isn't removed.
  const isOnMachine = instance?.launch === archive.launch && instance.state !== 'terminating'
  if (archive.state === 'available' && !isOnMachine) {
    const isKnown = [failureOf(site, 'archive'), failureOf(site, 'launch')].some((one) => one?.reason === MISSING)
    const failure = isKnown ? {} : withFailure(site, archiveStep, new PermanentError(MISSING), now)
    return { archive: { ...archive, missing: true }, ...failure }
  }
  // Remove it, and let the step make another one later.
  if (image !== undefined) await instances.removeImage(image.id)
  return { archive: undefined, ...withFailure(site, archiveStep, new JobError('image-failed', '', false), now) }
}
