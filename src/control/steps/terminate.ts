import { hasOwnContent } from '../../site/phase.ts'
import type { Site } from '../../site/site.ts'
import { lease } from './lease.ts'
import type { Step } from '../step.ts'

/** Terminates the machine of a site that is to go, or whose image is available, and one that never came up and is to be replaced. */
export const terminate: Step = {
  name: 'terminate',
  policy: 'fails-site',
  due: (site) => {
    const { instance } = site.status
    if (instance === undefined || instance.state === 'terminating') return 'no'
    if (site.spec.desired === 'up') return instance.unusable === true && !hasOwnContent(site) ? 'now' : 'no'
    return site.spec.desired === 'gone' || (site.spec.desired === 'archived' && isKept(site)) ? 'now' : 'no'
  },
  // A step that brings the site back waits, since its machine is about to go.
  claim: (_, now) => lease('terminate', now),
  run: async ({ status: { instance } }, { instances, clock }) => {
    if (instance === undefined) return {}
    await instances.terminate(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return {
      instance: { ...rest, state: 'terminating', since: clock.now(), reachable: false },
      command: undefined,
      lease: undefined,
    }
  },
}

/** All that is on the machine is in an image, or it was never set up. */
function isKept(site: Site): boolean {
  const { instance, archive } = site.status
  return !hasOwnContent(site) || (archive?.state === 'available' && archive.launch === instance?.launch)
}
