import type { KnownBlock } from '@slack/types'
import type { Message, Person } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import { syncBlocks } from './blocks.ts'
import { dayOf, formatDate } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { iconOf } from './icons.ts'
import { millisecondsOf } from './message-time.ts'
import { renderMrkdwn } from './render-mrkdwn.ts'
import { hrefOf } from './route.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'

interface Place {
  isThread: boolean
  /** Stands under the name of the message above. */
  isFollowUp: boolean
}

/** One message. */
export function createArticle(message: Message, { isThread, isFollowUp }: Place, desk: PageContext): KeyedChild {
  const author = authorOf(message, desk)
  return {
    key: message.ts,
    digest: message.user,
    build: () => {
      const body = h('div', { class: 'body' }, ...['head', 'content', 'foot'].map((part) => h('div', { class: part })))
      return h('article', { 'aria-label': author.realName }, avatarOf(author), body)
    },
    update: (article) => {
      article.classList.toggle('follow-up', isFollowUp)
      article.classList.toggle('ephemeral', message.ephemeralFor !== undefined)
      const part = (name: string) => article.querySelector<HTMLElement>(`:scope > .body > .${name}`) ?? article
      syncChildren(part('head'), headOf(message, author, desk))
      syncContent(part('content'), message, desk)
      syncChildren(part('foot'), isThread || message.ephemeralFor !== undefined ? [] : footOf(message, desk))
    },
  }
}

function authorOf({ user }: Message, desk: PageContext): Person {
  const known = desk.screen().people.find(({ id }) => id === user)
  return known ?? { id: user, name: user, realName: user, locale: 'en-US', tz: 'UTC' }
}

function headOf(message: Message, author: Person, desk: PageContext): KeyedChild[] {
  const { words } = desk
  const at = millisecondsOf(message.ts)
  const time = formatDate('{time}', at, desk.dates()) ?? ''
  const full = formatDate('{date_long} {time_secs}', at, desk.dates())
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
            h('p', { class: 'broadcast' }, iconOf('reply'), threadLink(message, words.repliedToThread, desk)),
          ),
        ]
      : []),
  ]
}

function syncContent(content: HTMLElement, message: Message, desk: PageContext): void {
  const { text, channel, ts, blocks } = message
  const day = dayOf(desk.dates().now, desk.dates())
  const words: KeyedChild = {
    key: 'text',
    digest: JSON.stringify([day, text]),
    build: () => h('div', { class: 'text' }, ...renderMrkdwn(text, desk, { verbatim: false })),
  }
  const surface = desk.surfaces.at({ message: { channel, ts } })
  const inBlocks = (known: KnownBlock[]): KeyedChild => ({
    key: 'blocks',
    digest: '',
    build: () => h('div', { class: 'blocks' }),
    update: (element) => syncBlocks(element, known, { surface, day }, desk),
  })
  syncChildren(content, [blocks === undefined ? words : inBlocks(blocks)])
}

/** The way into the thread, or the way to begin one. */
function footOf(message: Message, desk: PageContext): KeyedChild[] {
  const { words } = desk
  const replies = desk.screen().messages.filter(({ channel, threadTs, ephemeralFor }) => {
    return channel === message.channel && threadTs === message.ts && ephemeralFor === undefined
  })
  const last = replies.at(-1)
  if (last === undefined) {
    if (message.threadTs !== undefined) return []
    const build = () => {
      const link = threadLink(message, '', desk)
      link.append(iconOf('reply'))
      link.ariaLabel = words.replyInThread
      link.title = words.replyInThread
      link.className = 'begin-thread'
      return link
    }
    return [{ key: 'begin', digest: '', build }]
  }
  const when = formatDate('{date_short_pretty} {time}', millisecondsOf(last.ts), desk.dates()) ?? ''
  const build = () => {
    const authors = [...new Map(replies.map((one) => [one.user, authorOf(one, desk)])).values()].slice(0, 4)
    const link = threadLink(message, words.replies(replies.length), desk)
    return h('p', { class: 'replies' }, ...authors.map(avatarOf), link, h('small', {}, words.lastReply(when)))
  }
  return [{ key: 'replies', digest: `${replies.length} ${when}`, build }]
}

function threadLink({ channel, ts, threadTs = ts }: Message, text: string, desk: PageContext): HTMLAnchorElement {
  const href = hrefOf({ person: desk.screen().me.id, view: channel, thread: threadTs })
  return h('a', { href, 'data-at': `thread ${ts}` }, text)
}
