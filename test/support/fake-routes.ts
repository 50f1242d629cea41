import type { Route, Routes } from '../../src/control/ports.ts'

/**
 * A name leads to one machine: the last `put` wins, and only the site that holds a name can remove it. `all` has what was only prepared,
 * too; `led`, where names lead.
 */
export function createFakeRoutes(): { routes: Routes; all(): Route[]; led(): Route[] } {
  const byName = new Map<string, Route>()
  const prepared = new Map<string, Route>()
  const led = () => [...byName.values()].map((route) => ({ ...route }))
  const all = () => [...led(), ...[...prepared.values()].map((route) => ({ ...route }))]
  const routes: Routes = {
    prepare: async (route) => {
      if (byName.get(route.name)?.siteId !== route.siteId) prepared.set(route.siteId, { ...route })
    },
    put: async (route) => {
      prepared.delete(route.siteId)
      byName.set(route.name, { ...route })
    },
    remove: async (site) => {
      prepared.delete(site.id)
      if (byName.get(site.name)?.siteId === site.id) byName.delete(site.name)
    },
    list: async () => all(),
  }
  return { routes, all, led }
}
