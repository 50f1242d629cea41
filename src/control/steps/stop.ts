import type { SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { FORCE_STOP_AFTER_MS } from '../limits.ts'
import { isToBeResized } from '../../site/size.ts'
import type { Due, Step } from '../step.ts'

/** Stops the machine of a site that should sleep, be archived, or have another size, once its route is gone; forces it if that takes too long. */
export const stop: Step = {
  name: 'stop',
  policy: 'fails-site',
  due: (site, now) => {
    const { spec, status } = site
    if (status.instance?.state === 'stopping' && spec.desired !== 'gone') return forceDue(status.instance, now)
    const wanted = spec.desired === 'asleep' || spec.desired === 'archived' || isToBeResized(site)
    return wanted && status.instance?.state === 'running' && status.route === undefined ? 'now' : 'no'
  },
  run: async ({ status }, { instances, clock }) => {
    const { instance } = status
    if (instance === undefined) return {}
    if (instance.state === 'stopping') {
      await instances.stop(instance.id, { isForced: true })
      return { instance: { ...instance, forcedAt: clock.now() } }
    }
    await instances.stop(instance.id)
    const { address: _, ssh: __, ...rest } = instance
    return { instance: { ...rest, state: 'stopping', since: clock.now(), reachable: false }, command: undefined }
  },
}

function forceDue({ since, forcedAt }: NonNullable<SiteStatus['instance']>, now: Instant): Due {
  if (forcedAt !== undefined) return 'no'
  return since + FORCE_STOP_AFTER_MS <= now ? 'now' : { at: since + FORCE_STOP_AFTER_MS }
}
