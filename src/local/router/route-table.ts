import * as z from 'zod'
import type { Route, Routes } from '../../control/ports.ts'
import { openStored } from '../json-file.ts'

const schema = z.array(z.object({ siteId: z.string(), name: z.string(), instanceId: z.string(), address: z.string() }))

export interface RouteTable {
  routes: Routes
  /** Where that name leads now. */
  find(name: string): Readonly<Route> | undefined
}

/** Routes by name, kept in a file; those of a former process are there from the start. */
export async function openRouteTable(path: string): Promise<RouteTable> {
  const { value, update } = await openStored(path, schema, [])
  return {
    find: (name) => value().find((route) => route.name === name),
    routes: {
      put: ({ siteId, name, instanceId, address }) =>
        update((routes) => [...routes.filter((route) => route.name !== name), { siteId, name, instanceId, address }]),
      remove: async ({ id, name }) => {
        const isIt = (route: Route) => route.siteId === id && route.name === name
        if (value().some(isIt)) await update((routes) => routes.filter((route) => !isIt(route)))
      },
      list: async () => value().map((route) => ({ ...route })),
    },
  }
}
