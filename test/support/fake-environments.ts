import type { Environments } from '../../src/control/ports.ts'
import type { Variables } from '../../src/site/environment.ts'

/** Environments in memory. */
export function createFakeEnvironments(): { environments: Environments; all(): Record<string, Variables> } {
  const kept = new Map<string, { siteId: string; key: string; variables: Variables }>()
  let saved = 0
  const environments: Environments = {
    save: async ({ id }, variables) => {
      const key = `environment-${++saved}`
      kept.set(`${id} ${key}`, { siteId: id, key, variables: { ...variables } })
      return key
    },
    load: async ({ id }, key) => {
      const found = kept.get(`${id} ${key}`)
      if (found === undefined) throw new Error(`There is no environment ${key} of ${id}`)
      return { ...found.variables }
    },
    remove: async ({ id }, key) => {
      kept.delete(`${id} ${key}`)
    },
    list: async () => [...kept.values()].map(({ siteId, key }) => ({ siteId, key })),
  }
  return { environments, all: () => Object.fromEntries([...kept].map(([key, { variables }]) => [key, variables])) }
}
