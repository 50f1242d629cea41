import type { MessageView } from '../../views/blocks.ts'
import type { ListKind } from '../../views/action-ids.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { siteList, SITES_PER_PAGE } from '../../views/site-list.ts'
import type { SiteQuery, SiteStore } from '../control/ports.ts'

/** One page of a list, from one query. */
export async function listSites(
  store: SiteStore,
  { kind, cursor, user, channel }: { kind: ListKind; cursor?: string; user: string; channel: string },
  viewContext: ViewContext,
): Promise<MessageView> {
  const queries: Record<ListKind, SiteQuery> = {
    mine: { by: 'owner', owner: user },
    channel: { by: 'channel', channel },
    all: { by: 'life', life: 'live' },
    archived: { by: 'life', life: 'archived' },
  }
  const page = await store.list(queries[kind], { limit: SITES_PER_PAGE, ...(cursor !== undefined && { cursor }) })
  return siteList(page, { kind, ...(page.cursor !== undefined && { nextCursor: page.cursor }) }, viewContext)
}
