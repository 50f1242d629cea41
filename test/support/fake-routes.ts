import type { PutRoute, Route, Routes } from '../../src/control/ports.ts'

/**
 * A name leads to one machine: the last `put` wins, and only the site that holds a name can remove it. `all` has what was only prepared,
 * too; `led`, where names lead. With `waits`, a machine's checks last until it's put for the second time.
 */
export function createFakeRoutes({ waits = false } = {}): { routes: Routes; all(): Route[]; led(): Route[] } {
  const byName = new Map<string, Route>()
  const prepared = new Map<string, Route>()
  const led = () => [...byName.values()].map((route) => ({ ...route }))
  const all = () => [...led(), ...[...prepared.values()].map((route) => ({ ...route }))]
  const seen = new Set<string>()
  const isFirst = ({ siteId, instanceId, address, hasWaited = false }: PutRoute) => {
    const key = `${siteId} ${instanceId} ${address}`
    return !hasWaited && seen.size < seen.add(key).size
  }
  const routes: Routes = {
    prepare: async (route) => {
      if (byName.get(route.name)?.siteId !== route.siteId) prepared.set(route.siteId, { ...route })
    },
    put: async (route) => {
      if (waits && isFirst(route)) return 'waiting'
      prepared.delete(route.siteId)
      const { siteId, name, instanceId, address } = route
      byName.set(name, { siteId, name, instanceId, address })
      return 'led'
    },
    remove: async (site) => {
      prepared.delete(site.id)
      if (byName.get(site.name)?.siteId === site.id) byName.delete(site.name)
    },
    list: async () => all(),
  }
  return { routes, all, led }
}
