import type { Message } from '../src/workspace.ts'
import { dayName, dayOf, millisecondsOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { createArticle } from './article.ts'
import { syncChildren, type KeyedChild } from './sync-children.ts'

/** How close to the end counts as reading the newest, in pixels. */
const NEAR_END = 80
/** Messages that one author posts within this many seconds share one name. */
const TOGETHER = 300

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

/** A list of messages with a line for each day. It stays at its end, or where the person reads. */
export function createLog(context: PageContext, { label, beginning, isThread }: LogOptions): Log {
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': label, tabindex: 0 })
  const element = h('div', { class: 'log' }, beginning, list)
  let isAtEnd = true
  const toEnd = () => {
    element.scrollTop = element.scrollHeight
  }
  element.addEventListener('scroll', () => {
    isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
  })
  // The window may shrink, and messages grow.
  const sizes = new ResizeObserver(() => isAtEnd && toEnd())
  sizes.observe(element)
  sizes.observe(list)
  return {
    element,
    toEnd,
    update: (messages) => syncChildren(list, childrenOf(messages, isThread, context)),
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
