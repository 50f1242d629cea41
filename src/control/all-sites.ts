import type { Site } from '../site/site.ts'
import type { SiteQuery, SiteStore } from './ports.ts'

/** The table lists so many names in one answer, and reads a hundred of their records in each. */
const PAGE_SIZE = 1000

/** All records, or those that a query finds, page by page. */
export async function allSites(
  store: SiteStore,
  queries: SiteQuery[] = [
    { by: 'life', life: 'live' },
    { by: 'life', life: 'archived' },
  ],
): Promise<{ sites: Site[]; unreadable: string[] }> {
  const sites: Site[] = []
  const unreadable: string[] = []
  for (const query of queries) {
    let cursor: string | undefined
    do {
      const page = await store.list(query, { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) })
      sites.push(...page.sites)
      unreadable.push(...(page.unreadable ?? []))
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return { sites, unreadable }
}
