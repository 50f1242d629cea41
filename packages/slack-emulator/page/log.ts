import type { Message } from '../src/workspace.ts'
import { dayName, dayOf, millisecondsOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { createArticle } from './article.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'

/** How close to an end counts as being there, in pixels. */
const NEAR_END = 80
/** Messages that one author posts within this many seconds share one name. */
const TOGETHER = 300
/** So many messages are in the page at first; more once somebody looks for them. */
const WINDOW = 100
/** Until screen readers have seen a change. */
const SETTLED_MS = 500

export interface Log {
  element: HTMLElement
  update(messages: Message[]): void
  /** Shows the newest message. */
  toEnd(): void
}

interface LogOptions {
  label: string
  /** Shown before the first message. */
  beginning?: HTMLElement
  isThread: boolean
}

/**
 * A list of messages with a line for each day. It stays at its end, or where the person reads. Of many messages it has the newest;
 * those before come when the person scrolls up or presses the button above them.
 */
export function createLog(context: PageContext, { label, beginning, isThread }: LogOptions): Log {
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': label, tabindex: 0 })
  const button = h('button', { type: 'button', class: 'button', click: () => showEarlier() }, context.words.earlier)
  const earlier = h('p', { class: 'earlier' }, button)
  const element = h('div', { class: 'log' }, beginning, earlier, list)
  let messages: Message[] = []
  let drawnDay = ''
  /** ts of the oldest message in the page. */
  let oldest: string | undefined
  let isAtEnd = true

  const firstShown = () => messages.findIndex(({ ts }) => Number(ts) >= Number(oldest ?? 0))
  const draw = () => {
    drawnDay = dayOf(context.dates().now, context.dates())
    const first = firstShown()
    syncChildren(list, childrenOf(first < 0 ? [] : messages.slice(first), isThread, context))
    earlier.hidden = first <= 0
    if (beginning !== undefined) beginning.hidden = !earlier.hidden
  }
  const showEarlier = () => {
    const fromEnd = element.scrollHeight - element.scrollTop
    const hadFocus = document.activeElement === button
    oldest = messages[Math.max(0, firstShown() - WINDOW)]?.ts
    // They aren't news.
    list.ariaLive = 'off'
    draw()
    setTimeout(() => list.removeAttribute('aria-live'), SETTLED_MS)
    element.scrollTop = element.scrollHeight - fromEnd
    if (hadFocus && earlier.hidden) list.focus({ preventScroll: true })
  }
  const toEnd = () => {
    element.scrollTop = element.scrollHeight
  }
  element.addEventListener('scroll', () => {
    isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
    // Whoever comes to the button by keyboard presses it.
    if (!earlier.hidden && element.scrollTop < NEAR_END && document.activeElement !== button) showEarlier()
  })
  // The window may shrink, and messages grow.
  const sizes = new ResizeObserver(() => isAtEnd && toEnd())
  sizes.observe(element)
  sizes.observe(list)
  return {
    element,
    toEnd,
    update: (next) => {
      if (next === messages && drawnDay === dayOf(context.dates().now, context.dates())) return
      messages = next
      const isReading = !isAtEnd || (list !== document.activeElement && list.contains(document.activeElement))
      // Nobody looks at those before: the page needn't keep them.
      if (!isReading && list.childElementCount > 2 * WINDOW) oldest = undefined
      oldest ??= messages.at(-WINDOW)?.ts
      draw()
      // Before anything that happens now is taken for the person's scrolling.
      if (isAtEnd) toEnd()
    },
  }
}

function childrenOf(messages: Message[], isThread: boolean, context: PageContext): KeyedChild[] {
  const dates = context.dates()
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const day = dayOf(millisecondsOf(message.ts), dates)
    const isNewDay = before === undefined || dayOf(millisecondsOf(before.ts), dates) !== day
    const article = createArticle(
      message,
      { isThread, isFollowUp: !isNewDay && belongTogether(before, message) },
      context,
    )
    return isNewDay && !isThread ? [dayLine(day, dayName(millisecondsOf(message.ts), dates)), article] : [article]
  })
}

function dayLine(day: string, name: string): KeyedChild {
  return {
    key: day,
    digest: name,
    build: () => h('div', { class: 'day', role: 'separator' }, h('span', {}, name)),
  }
}

function belongTogether(before: Message, message: Message): boolean {
  if (before.user !== message.user || before.ephemeralFor !== message.ephemeralFor) return false
  return message.threadTs === undefined && Number(message.ts) - Number(before.ts) < TOGETHER
}
