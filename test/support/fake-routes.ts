import type { Route, Routes } from '../../src/control/ports.ts'

/** A name leads to one machine: the last `put` wins, and only the site that holds a name can remove it. */
export function createFakeRoutes(): { routes: Routes; all(): Route[] } {
  const byName = new Map<string, Route>()
  const all = () => [...byName.values()].map((route) => ({ ...route }))
  const routes: Routes = {
    put: async (route) => {
      byName.set(route.name, { ...route })
    },
    remove: async (site) => {
      if (byName.get(site.name)?.siteId === site.id) byName.delete(site.name)
    },
    list: async () => all(),
  }
  return { routes, all }
}
