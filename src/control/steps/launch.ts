import { isCapacityError, isPermanentError, isReason, isRejectedError, PermanentError } from '../../site/errors.ts'
import { failureOf, isStuck } from '../../site/failures.ts'
import type { Site } from '../../site/site.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from '../../site/time.ts'
import { withFailure, withoutRefusals, withoutFailure } from '../failure.ts'
import type { Step } from '../step.ts'
import { machinePatch } from '../observers/machine-patch.ts'

/** Longer than a launch takes with its turn (src/aws/ec2/launches.ts) and the retries of its calls: an older one has ended, or never will. */
const CLAIM_MS = 3 * MINUTE_MS

/** Being throttled is no attempt and could go on for ever: a site that is to go waits no longer than this. */
const GIVE_UP_MS = HOUR_MS

const ARCHIVE_MISSING = 'archive-missing'

const ENDED = { launching: undefined, launchingSince: undefined, alternative: undefined, order: undefined }

/** Launches a machine for a site that should be up: from its archive if it has one, or else from its image. */
export const launch: Step = {
  name: 'launch',
  policy: 'fails-site',
  endsLater: true,
  due: ({ spec, status }, now) => {
    const { instance, launching, launchingSince, archive } = status
    if (instance !== undefined) return 'no'
    // A launch that was started is finished even for a site that is to go: otherwise its machine would be lost.
    if (spec.desired !== 'up' && launching !== true) return 'no'
    // Its machine is gone, and its image not there yet.
    if (archive?.state === 'pending' && launching !== true) return 'no'
    // Of two calls with one token, one may be refused and the other launch.
    return launchingSince === undefined || launchingSince + CLAIM_MS <= now ? 'now' : { at: launchingSince + CLAIM_MS }
  },
  // Number and alternative are saved first, so that a token is only ever used for one machine and one order.
  claim: (site, now) => {
    const { launching, launches, alternative } = site.status
    const { image, size, sizeRevision = 0 } = site.spec
    if (launching === true) return { launchingSince: now }
    const isFirst = failureOf(site, 'launch') === undefined
    return {
      launches: launches + 1,
      launching: true,
      launchingSince: now,
      order: { image, size, sizeRevision },
      alternative: isFirst ? undefined : alternative,
    }
  },
  release: (error, { status: { alternative = 0, archive } }) => ({
    ...(archive !== undefined && isReason(error, ARCHIVE_MISSING) && { archive: { ...archive, missing: true } }),
    launchingSince: undefined,
    ...(launchedNothing(error) && { launching: undefined }),
    ...(isCapacityError(error) && { alternative: alternative + 1 }),
  }),
  run: async (site, { instances, clock }) => {
    const { spec, status } = site
    // That of a launch which an earlier version began is what the spec says.
    const { image, size, sizeRevision = 0 } = status.order ?? spec
    try {
      const machine = await instances.launch({
        site: { id: site.id, name: site.name },
        token: `${site.id}-${status.launches}`,
        launch: status.launches,
        image: status.archive?.imageId ?? image,
        size,
        spot: spec.spot === true,
        attempt: status.alternative ?? 0,
      })
      // A repeated launch may return a machine that runs already; until it is described, it counts as new.
      const { instance, ...patch } = machinePatch(site, { ...machine, state: 'pending' }, clock.now())
      return {
        ...ENDED,
        ...patch,
        instance: instance && { ...instance, ...(sizeRevision > 0 && { sizeRevision }) },
        ...withoutRefusals(site, 'launch'),
      }
    } catch (error) {
      if (isOver(error, site, clock.now())) return { ...ENDED, ...withoutFailure(site, 'launch') }
      // The image is the site's own: no other can take its place.
      if (status.archive !== undefined && isReason(error, 'image-missing')) {
        throw new PermanentError(ARCHIVE_MISSING, { cause: error })
      }
      throw error
    }
  },
}

/** These errors say that there is no machine of that token. */
function launchedNothing(error: unknown): boolean {
  return isPermanentError(error) || isCapacityError(error) || isRejectedError(error)
}

/**
 * There is no machine, and none is wanted. If nobody knows whether there is one, a site that is to go is given up after its last attempt:
 * a machine that turns up later belongs to no record, and the sweep terminates it.
 */
function isOver(error: unknown, site: Site, now: Instant): boolean {
  // That machine came and went before the record knew of it.
  if (isPermanentError(error) && error.reason === 'launch-token-used') return true
  if (site.spec.desired === 'up') return false
  const failure = withFailure(site, launch, error, now).failures?.['launch']
  const isLast = failure === undefined || isStuck(site, failure) || failure.firstAt + GIVE_UP_MS <= now
  return launchedNothing(error) || isLast
}
