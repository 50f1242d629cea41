import { CapacityError, PermanentError, RefusedError } from '../../site/errors.ts'
import { failureOf } from '../../site/failures.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { withFailure } from '../failure.ts'
import type { Step } from '../step.ts'
import { seenMachine } from '../observers/see-machine.ts'

/** A machine for a site that should be up: from its archive where it has one, else from its image. */
export const launch: Step = {
  name: 'launch',
  due: ({ spec, status }) => {
    if (status.instance !== undefined) return 'no'
    // A launch that was begun is gone through with even for a site that is to go: else its machine would be lost.
    return spec.desired === 'up' || status.launching === true ? 'now' : 'no'
  },
  // Number and alternative are saved first, so that whatever happens next, the token is used for one machine and one order.
  claim: (site) => {
    const { launching, launches, alternative } = site.status
    if (launching === true) return {}
    const isFirst = failureOf(site, 'launch') === undefined
    return { launches: launches + 1, launching: true, alternative: isFirst ? undefined : alternative }
  },
  release: (error, { status: { alternative = 0 } }) => ({
    ...(launchedNothing(error) && { launching: undefined }),
    ...(error instanceof CapacityError && { alternative: alternative + 1 }),
  }),
  run: async (site, { instances, clock }) => {
    const { spec, status } = site
    try {
      const machine = await instances.launch({
        site: { id: site.id, name: site.name },
        token: `${site.id}-${status.launches}`,
        launch: status.launches,
        image: status.archive?.imageId ?? spec.image,
        size: spec.size,
        spot: spec.spot === true,
        attempt: status.alternative ?? 0,
      })
      // A launch that was asked for twice may tell of a machine that runs already; until it is listed, it counts as new.
      return {
        launching: undefined,
        alternative: undefined,
        ...seenMachine(site, { ...machine, state: 'pending' }, clock.now()),
      }
    } catch (error) {
      if (isOver(error, site, clock.now())) return { launching: undefined, alternative: undefined }
      throw error
    }
  },
}

/** By these the port says that no machine of that token lives. */
function launchedNothing(error: unknown): boolean {
  return error instanceof PermanentError || error instanceof CapacityError || error instanceof RefusedError
}

/**
 * There is no machine, and none is wanted (any more). Where nobody knows whether there is one, and after the last try nobody
 * will, a site that is to go is not kept for that: if a machine shows up, it belongs to no record, and the sweep ends it.
 */
function isOver(error: unknown, site: Site, now: Instant): boolean {
  // That machine came and went before it was written down.
  if (error instanceof PermanentError && error.reason === 'launch-token-used') return true
  if (site.spec.desired === 'up') return false
  return launchedNothing(error) || withFailure(site, 'launch', error, now).failures?.['launch']?.retryAt === undefined
}
