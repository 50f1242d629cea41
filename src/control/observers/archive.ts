import { PermanentError } from '../../site/errors.ts'
import { failureOf } from '../../site/failures.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { JobError, withFailure, withoutFailure } from '../failure.ts'
import type { Observer, StatusPatch } from '../step.ts'
import { archive as archiveStep } from '../steps/archive.ts'

type Archive = NonNullable<SiteStatus['archive']>

const MISSING = 'archive-missing'

/** Observes whether an archived site's image is still there. The sweep notices when one goes, or comes back. */
export const observeArchive: Observer = {
  name: 'observe-archive',
  policy: 'keeps-trying',
  hidesFailure: true,
  applies: ({ spec, status: { archive } }) =>
    archive?.state === 'available' &&
    spec.desired !== 'gone' &&
    (archive.missing === true || spec.desired === 'archived'),
  pollAt: () => undefined,
  observe: async (site, { instances, clock }) => {
    const { archive } = site.status
    if (archive === undefined) return {}
    const image = await instances.describeImage(archive.imageId)
    if (image?.state === 'available') return found(site, archive)
    return image?.state === 'pending' ? {} : lost(site, archive, clock.now())
  },
}

/** Somebody may have brought it back, such as from EC2's Recycle Bin. */
function found(site: Site, { missing, ...archive }: Archive): StatusPatch {
  return missing ? { archive, ...withoutFailure(site, 'archive', 'launch') } : {}
}

function lost(site: Site, archive: Archive, now: Instant): StatusPatch {
  const { instance } = site.status
  if (instance?.launch === archive.launch && instance.state !== 'terminating') {
    // The step makes another one.
    const failure = withFailure(site, archiveStep, new JobError('image-failed', '', false), now)
    return { archive: undefined, ...failure }
  }
  const isKnown = [failureOf(site, 'archive'), failureOf(site, 'launch')].some((one) => one?.reason === MISSING)
  const failure = isKnown ? {} : withFailure(site, archiveStep, new PermanentError(MISSING), now)
  return { archive: { ...archive, missing: true }, ...failure }
}
