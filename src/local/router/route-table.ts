import * as z from 'zod'
import type { Route, Routes } from '../../control/ports.ts'
import { createJsonFile } from '../json-file.ts'

const schema = z.array(z.object({ siteId: z.string(), name: z.string(), instanceId: z.string(), address: z.string() }))

export interface RouteTable {
  routes: Routes
  /** Where that name leads now. */
  find(name: string): Readonly<Route> | undefined
}

/** Routes by name, kept in a file; those of a former process are there from the start. */
export async function openRouteTable(path: string): Promise<RouteTable> {
  const file = createJsonFile(path, schema)
  const byName = new Map<string, Route>()
  for (const route of (await file.read()) ?? []) byName.set(route.name, route)
  const save = () => file.write([...byName.values()])
  return {
    find: (name) => byName.get(name),
    routes: {
      put: ({ siteId, name, instanceId, address }) => {
        byName.set(name, { siteId, name, instanceId, address })
        return save()
      },
      remove: async ({ id, name }) => {
        if (byName.get(name)?.siteId !== id) return
        byName.delete(name)
        await save()
      },
      list: async () => [...byName.values()].map((route) => ({ ...route })),
    },
  }
}
