import type { KnownBlock } from '@slack/types'
import type { Site } from '../src/site/site.ts'
import { actionIds, encodePage, type ListKind } from './action-ids.ts'
import { button, context, header, type MessageView, section } from './blocks.ts'
import { codeSpan } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import { siteRow } from './site-row.ts'

/** How many to ask of the store: a message holds no more text than these may have. */
export const SITES_PER_PAGE = 15

interface ListedPage {
  sites: Site[]
  /** Names of listed sites whose records cannot be read. */
  unreadable?: string[]
}

/** A page of a list. `nextCursor` where there are more. */
export function siteList(
  { sites, unreadable = [] }: ListedPage,
  { kind, nextCursor }: { kind: ListKind; nextCursor?: string },
  viewContext: ViewContext,
): MessageView {
  const { list } = viewContext.texts
  const shown = sites.slice(0, SITES_PER_PAGE)
  const left = sites.length - shown.length
  const blocks: KnownBlock[] = [
    header(list.titles[kind]),
    ...(sites.length === 0 ? [section(list.empty[kind])] : shown.map((site) => siteRow(site, viewContext))),
    ...(left > 0 ? [context(list.notShown({ count: left }))] : []),
    ...(unreadable.length > 0 ? [context(list.unreadable({ names: names(unreadable) }))] : []),
    ...(nextCursor === undefined ? [] : [nextPage({ kind, cursor: nextCursor }, viewContext)]),
    ...(sites.length === 0 ? [] : [context(list.howToShow)]),
  ]
  const spoken = sites.length === 0 ? list.empty[kind] : shown.map(({ name }) => name).join(', ')
  return { text: `${list.titles[kind]}: ${spoken}`, blocks }
}

function names(unreadable: string[]): string {
  const shown = unreadable.slice(0, SITES_PER_PAGE).map((name) => codeSpan(name))
  return [...shown, ...(shown.length < unreadable.length ? ['…'] : [])].join(', ')
}

function nextPage(page: { kind: ListKind; cursor: string }, { texts }: ViewContext): KnownBlock {
  return { type: 'actions', elements: [button(actionIds.nextPage, texts.buttons.nextPage, encodePage(page))] }
}
