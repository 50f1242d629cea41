import type { KnownBlock } from '@slack/types'
import { isAlive } from '../src/site/phase.ts'
import type { Site } from '../src/site/site.ts'
import { actionIds, encodePage, type Listed } from './action-ids.ts'
import { button, context, header, type MessageView, section } from './blocks.ts'
import { commandText } from './help.ts'
import { codeSpan, mention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import { siteRow } from './site-row.ts'

/** How many to ask of the store: a message holds no more text than these may have. */
export const SITES_PER_PAGE = 15

interface ListedPage {
  sites: Site[]
  /** Names of listed sites whose records cannot be read. */
  unreadable?: string[]
}

interface ListedAs extends Listed {
  /** Where there are more. */
  nextCursor?: string | undefined
  /** A word that may have been meant, if nothing matches. */
  nearest?: string | undefined
}

/** A page of a list. */
export function siteList(
  { sites, unreadable = [] }: ListedPage,
  { kind, words = [], nextCursor, nearest }: ListedAs,
  viewContext: ViewContext,
): MessageView {
  const { list } = viewContext.texts
  const shown = sites.slice(0, SITES_PER_PAGE)
  const left = sites.length - shown.length
  const looked = words.map(lookedFor).join(' ')
  const { usage } = commandText('list', viewContext)
  const noneMatch = () => {
    const meant = nearest === undefined ? {} : { nearest: codeSpan(nearest) }
    return nextCursor === undefined ? list.noneMatch({ ...meant, usage: codeSpan(usage) }) : list.noneYet
  }
  const none = words.length === 0 ? list.empty[kind] : noneMatch()
  const blocks: KnownBlock[] = [
    header(list.titles[kind]),
    ...(looked === '' ? [] : [context(list.matching({ words: looked }))]),
    ...(sites.length === 0 ? [section(none)] : shown.map((site) => siteRow(site, viewContext))),
    ...(left > 0 ? [context(list.notShown({ count: left }))] : []),
    ...(unreadable.length > 0 ? [context(list.unreadable({ names: names(unreadable) }))] : []),
    ...controls({ kind, words, nextCursor }, sites.some(isAlive), viewContext),
    ...(sites.length === 0 ? [] : [context(list.howToShow)]),
  ]
  const spoken = sites.length === 0 ? none : shown.map(({ name }) => name).join(', ')
  return { text: `${list.titles[kind]}: ${spoken}`, blocks }
}

function lookedFor(word: string): string {
  const [, owner] = /^owner:(.*)$/su.exec(word) ?? []
  return owner === undefined ? codeSpan(word) : mention(owner)
}

function names(unreadable: string[]): string {
  const shown = unreadable.slice(0, SITES_PER_PAGE).map((name) => codeSpan(name))
  return [...shown, ...(shown.length < unreadable.length ? ['…'] : [])].join(', ')
}

function controls(
  { kind, words = [], nextCursor: cursor }: Pick<ListedAs, 'kind' | 'words' | 'nextCursor'>,
  canSelect: boolean,
  { texts }: ViewContext,
): KnownBlock[] {
  const page =
    cursor === undefined
      ? []
      : [button(actionIds.nextPage, texts.buttons.nextPage, encodePage({ kind, words, cursor }))]
  const select = canSelect ? [button(actionIds.select, texts.buttons.select, encodePage({ kind, words }))] : []
  const elements = [...page, ...select]
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}
