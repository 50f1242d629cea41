import { isServing, isSetUp, servesOnceBooted } from '../../site/phase.ts'
import { isToBeResized } from '../../site/size.ts'
import { lease, unlessOwnLease, unlessOtherLease } from './lease.ts'
import type { Step } from '../step.ts'

/** Routes visitors to the machine once it is set up; one that slept does its next set-up while they look. */
export const route: Step = {
  name: 'route',
  policy: 'fails-site',
  due: (site, now) => {
    const { instance } = site.status
    const isUp = site.spec.desired === 'up' && instance?.state === 'running' && instance.address !== undefined
    const canServe = (isSetUp(site) || servesOnceBooted(site)) && !isToBeResized(site)
    return isUp && canServe && !isServing(site) ? unlessOtherLease(site, 'route', now) : 'no'
  },
  run: async (site, { routes }) => {
    const { instance } = site.status
    if (instance?.address === undefined) return {}
    const target = { instanceId: instance.id, address: instance.address }
    await routes.put({ siteId: site.id, name: site.name, ...target })
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
