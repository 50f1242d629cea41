import type { MessageView } from '../../views/blocks.ts'
import type { PageRef } from '../../views/action-ids.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { siteList, SITES_PER_PAGE } from '../../views/site-list.ts'
import { matchingSites } from '../control/matching-sites.ts'
import type { Page, SiteQuery, SiteStore } from '../control/ports.ts'
import type { Site } from '../site/site.ts'
import { matchesFilter, meantWord, readSiteFilter, type SiteFilter } from '../site/site-filter.ts'
import type { Instant } from '../site/time.ts'
import { scopeWords } from './commands/list-scopes.ts'

/** A page of a list, and who asks for it where. */
export interface AskedPage extends PageRef {
  user: string
  channel: string
}

/** One page of a list. */
export async function listSites(
  store: SiteStore,
  asked: AskedPage,
  viewContext: ViewContext,
  now: Instant,
): Promise<MessageView> {
  const { cursor, ...page } = await listedSites(store, asked, SITES_PER_PAGE, now)
  const { kind, words = [] } = asked
  const nearest = page.sites.length > 0 ? undefined : meantWord(readSiteFilter(words), scopeWords)
  return siteList(page, { kind, words, nearest, ...(cursor !== undefined && { nextCursor: cursor }) }, viewContext)
}

/** The sites of a page. */
export async function listedSites(
  store: SiteStore,
  { kind, words = [], cursor, user, channel }: AskedPage,
  limit: number,
  now: Instant,
  also?: (site: Site) => boolean,
): Promise<Page> {
  const queries: Record<PageRef['kind'], SiteQuery> = {
    mine: { by: 'owner', owner: user },
    channel: { by: 'channel', channel },
    all: { by: 'life', life: 'live' },
    archived: { by: 'life', life: 'archived' },
  }
  const filter = readSiteFilter(words)
  const { owner } = filter
  const isOfOwner = owner !== undefined && (kind === 'all' || kind === 'archived')
  const query: SiteQuery = isOfOwner ? { by: 'owner', owner } : queries[kind]
  const wanted: SiteFilter = isOfOwner && kind === 'archived' ? { ...filter, state: 'archived' } : filter
  if (words.length === 0 && also === undefined)
    return store.list(query, { limit, ...(cursor !== undefined && { cursor }) })
  const matches = (site: Site) => matchesFilter(site, wanted, now) && also?.(site) !== false
  return matchingSites(store, query, { limit, cursor, matches })
}
