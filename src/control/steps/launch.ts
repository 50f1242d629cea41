import { CapacityError, PermanentError } from '../../site/errors.ts'
import { failureOf } from '../../site/failures.ts'
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
  // The number is saved first, so that whatever happens next, the token is not used for a second machine.
  claim: ({ status }) => (status.launching ? {} : { launches: status.launches + 1, launching: true }),
  release: (error) =>
    error instanceof PermanentError || error instanceof CapacityError ? { launching: undefined } : {},
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
        attempt: failureOf(site, 'launch')?.reason === 'no-capacity' ? (failureOf(site, 'launch')?.attempts ?? 0) : 0,
      })
      // A launch that was asked for twice may tell of a machine that runs already; until it is listed, it counts as new.
      return { launching: undefined, ...seenMachine(site, { ...machine, state: 'pending' }, clock.now()) }
    } catch (error) {
      // That machine came and went before it was written down.
      if (error instanceof PermanentError && error.reason === 'launch-token-used') return { launching: undefined }
      throw error
    }
  },
}
