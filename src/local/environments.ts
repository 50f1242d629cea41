import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import type { Environments } from '../control/ports.ts'
import { createJsonFile } from './json-file.ts'

/** By site, then by key. */
const schema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string())))
type Kept = z.infer<typeof schema>

/** Environments in a file that only its user can read. */
export function createLocalEnvironments({ directory }: { directory: string }): Environments {
  const file = createJsonFile(join(directory, 'environments.json'), schema)
  let last: Promise<unknown> = Promise.resolve()
  /** Changes are written one after another. */
  const update = (change: (kept: Kept) => Kept): Promise<void> => {
    const done = last.then(async () => file.write(change((await file.read()) ?? {})))
    last = done.catch(() => {})
    return done
  }
  return {
    save: async ({ id }, variables) => {
      const key = randomUUID()
      await update((kept) => ({ ...kept, [id]: { ...kept[id], [key]: { ...variables } } }))
      return key
    },
    load: async ({ id }, key) => {
      const found = (await file.read())?.[id]?.[key]
      if (found === undefined) throw new Error(`The environment of ${id} is not there`)
      return found
    },
    remove: ({ id }, key) =>
      update((kept) => {
        const { [id]: { [key]: _, ...others } = {}, ...sites } = kept
        return Object.keys(others).length === 0 ? sites : { ...sites, [id]: others }
      }),
    list: async () =>
      Object.entries((await file.read()) ?? {}).flatMap(([siteId, keys]) =>
        Object.keys(keys).map((key) => ({ siteId, key })),
      ),
  }
}
