import type { Route } from '../../src/control/ports.ts'

/** Where a route leads, as the contract of `Routes` compares it. */
export function targetOf(route: Readonly<Route> | undefined): Omit<Route, 'name'> | undefined {
  return route && { siteId: route.siteId, instanceId: route.instanceId, address: route.address }
}
