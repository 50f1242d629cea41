import { isServing, isSetUp, servesOnceBooted } from '../../site/phase.ts'
import { isToBeResized } from '../../site/size.ts'
import type { Site } from '../../site/site.ts'
import { SECOND_MS } from '../../site/time.ts'
import { lease, unlessOwnLease, unlessOtherLease } from './lease.ts'
import type { Step } from '../step.ts'

/** The first health check comes a few seconds after registration; visitors would see an error page until then. */
const LOOK_MS = 3 * SECOND_MS
/** By then six of them have failed, if none has passed (src/aws/alb/target-group.ts). */
const WAIT_LIMIT_MS = 35 * SECOND_MS

/** Has a machine looked after while it boots and is set up: load balancers lead nobody to one before its first health check. */
export const prepareRoute: Step = {
  name: 'prepare-route',
  policy: 'keeps-trying',
  // The step `route` does it, too.
  hidesFailure: true,
  due: (site, now) => {
    const isFirst = site.status.route === undefined && !canServe(site) && !isToBeResized(site)
    return isUp(site) && isFirst ? unlessOtherLease(site, 'prepare-route', now) : 'no'
  },
  run: async (site, { routes, clock }) => {
    const target = targetOf(site)
    if (target === undefined) return {}
    const handle = await routes.prepare({ siteId: site.id, name: site.name, ...target })
    return { route: { ...target, prepared: true, preparedAt: clock.now(), ...(handle !== undefined && { handle }) } }
  },
}

/** Routes visitors to the machine once it is set up; one that slept does its next set-up while they look. */
export const route: Step = {
  name: 'route',
  policy: 'fails-site',
  due: (site, now) => {
    const isDue = canServe(site) && !isToBeResized(site) && !isServing(site)
    if (!isUp(site) || !isDue) return 'no'
    const { putAt } = presentRoute(site) ?? {}
    if (putAt !== undefined && now < putAt.last + LOOK_MS) return { at: putAt.last + LOOK_MS }
    return unlessOtherLease(site, 'route', now)
  },
  run: async (site, { routes, clock }) => {
    const target = targetOf(site)
    if (target === undefined) return {}
    const now = clock.now()
    const { preparedAt, putAt: { first } = { first: preparedAt ?? now }, handle, leaving } = presentRoute(site) ?? {}
    const outcome = await routes.put({
      siteId: site.id,
      name: site.name,
      ...target,
      isFirst: site.status.instance?.launch === 1,
      handle: leaving === true ? undefined : handle,
      hasWaited: first + WAIT_LIMIT_MS <= now,
    })
    if (outcome === 'waiting') {
      const putAt = { first, last: now }
      return { route: { ...target, prepared: true, putAt, ...(handle !== undefined && { handle }) } }
    }
    return { route: target, lease: undefined }
  },
}

/** Removes the route when there is no machine for visitors. */
export const unroute: Step = {
  name: 'unroute',
  policy: 'fails-site',
  due: (site, now) => {
    const { spec, status } = site
    const isThere = spec.desired === 'up' && status.instance?.id === status.route?.instanceId
    const isWanted = isThere && !isToBeResized(site)
    return status.route !== undefined && !isWanted ? unlessOwnLease(site, 'unroute', now) : 'no'
  },
  // A step that wants the route next must know that it may be gone.
  claim: ({ status: { route: present } }, now) => ({
    ...(present && { route: { ...present, leaving: true } }),
    ...lease('unroute', now),
  }),
  // Whatever came of it, the route is still marked as leaving, so that it is put again, or removed again.
  release: () => ({ lease: undefined }),
  run: async (site, { routes }) => {
    await routes.remove({ id: site.id, name: site.name })
    return { route: undefined, lease: undefined }
  },
}

function isUp({ spec, status: { instance } }: Site): boolean {
  return spec.desired === 'up' && instance?.state === 'running' && instance.address !== undefined
}

function canServe(site: Site): boolean {
  return isSetUp(site) || servesOnceBooted(site)
}

/** That of the machine that is there. */
function presentRoute({ status: { instance, route } }: Site) {
  return route?.instanceId === instance?.id && route?.address === instance?.address ? route : undefined
}

function targetOf({ status: { instance } }: Site) {
  return instance?.address === undefined ? undefined : { instanceId: instance.id, address: instance.address }
}
