import type { SiteStore, QuotaEntry } from '../../../src/control/ports.ts'
import { ConflictError } from '../../../src/site/errors.ts'
import { type Site, siteSchema } from '../../../src/site/site.ts'
import { createFakeSiteStore } from '../../support/fake-site-store.ts'
import { countedOf } from './counted.ts'

/** A record that was written: before (undefined: there was none) and after. */
export interface Change {
  before: Site | undefined
  after: Site
}

/** A table with these sites, that forgets what was written to it as soon as `takeChanges` has told of it. */
export async function createLastingStore(sites: readonly Site[]) {
  const lasting = createFakeSiteStore()
  for (const site of sites) await lasting.create(site)
  for (const { id, spec } of countedOf(sites)) await lasting.takeQuota({ siteId: id, owner: spec.owner })
  const held = await lasting.quotaEntries()
  let changes: Change[] = []
  const load: SiteStore['load'] = async (name) =>
    structuredClone(changes.findLast(({ after }) => after.name === name)?.after) ?? (await lasting.load(name))
  const write = (before: Site | undefined, written: Site): Site => {
    const after = siteSchema.parse(JSON.parse(JSON.stringify(written)))
    changes.push({ before, after })
    return structuredClone(after)
  }
  const store: SiteStore = {
    ...lasting,
    load,
    create: async (site) => {
      if ((await load(site.name)) !== undefined) throw new ConflictError(site.name)
      return write(undefined, site)
    },
    save: async (site) => {
      const before = await load(site.name)
      if (before?.id !== site.id || before.version !== site.version) throw new ConflictError(site.name)
      return write(before, { ...site, version: site.version + 1 })
    },
    remove: () => Promise.reject(new Error('The Slack app removes no records')),
    saveOrphans: () => Promise.reject(new Error('The Slack app has nothing to do with orphans')),
  }
  return {
    store,
    takeChanges: async () => {
      const taken = changes
      changes = []
      for (const entry of await lasting.quotaEntries()) if (!isAmong(held, entry)) await lasting.releaseQuota(entry)
      for (const entry of held) await lasting.takeQuota(entry)
      return taken
    },
  }
}

function isAmong(entries: readonly QuotaEntry[], { siteId, owner }: QuotaEntry): boolean {
  return entries.some((entry) => entry.siteId === siteId && entry.owner === owner)
}
