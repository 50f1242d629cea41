import type { SiteStore } from '../control/ports.ts'

/** The store, calling `onChange` with a site's name after each write that took place: the table's stream, in short. */
export function streamed(store: SiteStore, onChange: (name: string) => void): SiteStore {
  return {
    ...store,
    create: async (site) => {
      const created = await store.create(site)
      onChange(site.name)
      return created
    },
    save: async (site) => {
      const saved = await store.save(site)
      onChange(site.name)
      return saved
    },
    remove: async (site) => {
      await store.remove(site)
      onChange(site.name)
    },
  }
}
