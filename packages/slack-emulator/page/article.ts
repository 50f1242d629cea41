import type { KnownBlock } from '@slack/types'
import type { Message, Person, Unfurl } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import { syncBlocks } from './blocks.ts'
import { dayOf, formatDate, millisecondsOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { iconOf } from './icons.ts'
import { renderMrkdwn } from './render-mrkdwn.ts'
import { hrefOf } from './route.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'

interface ArticleLayout {
  isThread: boolean
  /** Shares the name of the message above. */
  isFollowUp: boolean
}

/** One message. */
export function createArticle(
  message: Message,
  { isThread, isFollowUp }: ArticleLayout,
  context: PageContext,
): KeyedChild {
  const author = authorOf(message, context)
  const replies = context.messages().repliesTo(message)
  return {
    key: message.ts,
    digest: message.user,
    drawn: [message, isFollowUp, dayOf(context.dates().now, context.dates()), replies.length, replies.at(-1)],
    build: () => {
      const body = h('div', { class: 'body' }, ...['head', 'content', 'foot'].map((part) => h('div', { class: part })))
      return h('article', { 'aria-label': author.realName }, avatarOf(author), body)
    },
    update: (article) => {
      article.classList.toggle('follow-up', isFollowUp)
      article.classList.toggle('ephemeral', message.ephemeralFor !== undefined)
      const part = (name: string) => article.querySelector<HTMLElement>(`:scope > .body > .${name}`) ?? article
      syncChildren(part('head'), headOf(message, author, context))
      syncContent(part('content'), message, context)
      syncChildren(
        part('foot'),
        isThread || message.ephemeralFor !== undefined ? [] : footOf(message, replies, context),
      )
    },
  }
}

function authorOf({ user }: Message, context: PageContext): Person {
  const known = context.screen().people.find(({ id }) => id === user)
  return known ?? { id: user, name: user, realName: user, locale: 'en-US', tz: 'UTC' }
}

function headOf(message: Message, author: Person, context: PageContext): KeyedChild[] {
  const { words } = context
  const at = millisecondsOf(message.ts)
  const time = formatDate('{time}', at, context.dates()) ?? ''
  const full = formatDate('{date_long} {time_secs}', at, context.dates())
  const line = (key: string, build: () => HTMLElement): KeyedChild => ({ key, digest: key, build })
  return [
    ...(message.ephemeralFor === undefined
      ? []
      : [line('only you', () => h('p', { class: 'only-you' }, iconOf('eye'), words.onlyYou))]),
    line(`name ${String(message.edited)}`, () =>
      h(
        'p',
        { class: 'by' },
        h('strong', {}, author.realName),
        author.isBot === true && h('span', { class: 'badge' }, words.app),
        h('time', { datetime: new Date(at).toISOString(), title: full }, time),
        message.edited === true && h('span', { class: 'edited' }, words.edited),
      ),
    ),
    ...(message.broadcast === true
      ? [
          line('broadcast', () =>
            h('p', { class: 'broadcast' }, iconOf('reply'), threadLink(message, words.repliedToThread, context)),
          ),
        ]
      : []),
  ]
}

function syncContent(content: HTMLElement, message: Message, context: PageContext): void {
  const { text, channel, ts, blocks } = message
  const day = dayOf(context.dates().now, context.dates())
  const words: KeyedChild = {
    key: 'text',
    digest: JSON.stringify([day, text]),
    build: () => h('div', { class: 'text' }, ...renderMrkdwn(text, context, { verbatim: false })),
  }
  const surface = context.surfaces.at({ message: { channel, ts } })
  const inBlocks = (known: KnownBlock[]): KeyedChild => ({
    key: 'blocks',
    digest: '',
    build: () => h('div', { class: 'blocks' }),
    update: (element) => syncBlocks(element, known, { surface, day }, context),
  })
  const unfurls = (message.unfurls ?? []).map((unfurl) => inUnfurl(message, unfurl, day, context))
  const files = (message.files ?? []).map(linkToFile)
  syncChildren(content, [blocks === undefined ? words : inBlocks(blocks), ...files, ...unfurls])
}

function linkToFile({ id, title }: NonNullable<Message['files']>[number]): KeyedChild {
  return {
    key: `file ${id}`,
    digest: title,
    build: () => h('p', { class: 'file' }, h('a', { href: `/files/${id}`, download: title }, title)),
  }
}

/** What the app shows of a link. */
function inUnfurl({ channel, ts }: Message, { id, blocks }: Unfurl, day: string, context: PageContext): KeyedChild {
  const surface = context.surfaces.at({ message: { channel, ts, unfurl: id } })
  return {
    key: `unfurl ${id}`,
    digest: '',
    build: () => h('div', { class: 'unfurl blocks' }),
    update: (element) => syncBlocks(element, blocks, { surface, day }, context),
  }
}

/** The link to its thread, or to start one. */
function footOf(message: Message, replies: Message[], context: PageContext): KeyedChild[] {
  const { words } = context
  const last = replies.at(-1)
  if (last === undefined) {
    if (message.threadTs !== undefined) return []
    const build = () => {
      const link = threadLink(message, '', context)
      link.append(iconOf('reply'))
      link.ariaLabel = words.replyInThread
      link.title = words.replyInThread
      link.className = 'begin-thread'
      return link
    }
    return [{ key: 'begin', digest: '', build }]
  }
  const when = formatDate('{date_short_pretty} {time}', millisecondsOf(last.ts), context.dates()) ?? ''
  const build = () => {
    const authors = [...new Map(replies.map((one) => [one.user, authorOf(one, context)])).values()].slice(0, 4)
    const link = threadLink(message, words.replies(replies.length), context)
    return h('p', { class: 'replies' }, ...authors.map(avatarOf), link, h('small', {}, words.lastReply(when)))
  }
  return [{ key: 'replies', digest: `${replies.length} ${when}`, build }]
}

function threadLink({ channel, ts, threadTs = ts }: Message, text: string, context: PageContext): HTMLAnchorElement {
  const href = hrefOf({ person: context.screen().me.id, view: channel, thread: threadTs })
  return h('a', { href, 'data-at': `thread ${ts}` }, text)
}
