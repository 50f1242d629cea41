import type { Site } from '../site/site.ts'
import type { Life, SiteStore } from './ports.ts'

const PAGE_SIZE = 100

/** All records, page by page. */
export async function allSites(store: SiteStore): Promise<{ sites: Site[]; unreadable: string[] }> {
  const sites: Site[] = []
  const unreadable: string[] = []
  for (const life of ['live', 'archived'] satisfies Life[]) {
    let cursor: string | undefined
    do {
      const page = await store.list({ by: 'life', life }, { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) })
      sites.push(...page.sites)
      unreadable.push(...(page.unreadable ?? []))
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return { sites, unreadable }
}
