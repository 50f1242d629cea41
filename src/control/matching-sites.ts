import type { Site } from '../site/site.ts'
import type { Page, SiteQuery, SiteStore } from './ports.ts'

const CHUNK = 250
/** How many sites one page looks at: people wait for it. */
const MAX_LOOKED_AT = 1000

/**
 * A page of those that match among the sites that a query finds. It ends early, with a cursor, where there are too many to look at in one
 * go.
 */
export async function matchingSites(
  store: Pick<SiteStore, 'list'>,
  query: SiteQuery,
  { limit, cursor, matches }: { limit: number; cursor?: string | undefined; matches: (site: Site) => boolean },
): Promise<Page> {
  const sites: Site[] = []
  const unreadable: string[] = []
  let next = cursor
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += CHUNK) {
    const from = next === undefined ? {} : { cursor: next }
    let page = await store.list(query, { limit: CHUNK, ...from })
    const last = page.sites.filter(matches)[limit - sites.length]
    if (last !== undefined) {
      // There's one too many. The cursor is to stand before it.
      const before = page.sites.indexOf(last)
      if (sites.length === limit || before === 0) break
      page = await store.list(query, { limit: before, ...from })
    }
    sites.push(...page.sites.filter(matches).slice(0, limit - sites.length))
    unreadable.push(...(page.unreadable ?? []))
    next = page.cursor
    if (next === undefined || last !== undefined) break
  }
  return {
    sites,
    ...(next !== undefined && { cursor: next }),
    ...(unreadable.length > 0 && { unreadable }),
  }
}
