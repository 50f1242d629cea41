import type { Channel } from '../src/workspace.ts'
import type { View } from './channel-view.ts'
import { createComposer } from './composer.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { iconOf } from './icons.ts'
import { createLog } from './log.ts'
import { hrefOf } from './route.ts'

/** A message with its replies. */
export function createThreadPanel(context: PageContext, channel: Channel, threadTs: string): View {
  const { words } = context
  const log = createLog(context, { label: words.thread, isThread: true })
  const back = hrefOf({ person: context.screen().me.id, view: channel.id })
  const close = h('a', { class: 'quiet', href: back, 'aria-label': words.closeThread }, iconOf('cross'))
  const name = channel.directWith === undefined ? `#${channel.name}` : channel.name
  const header = h('header', { class: 'view-header' }, h('h2', {}, words.thread, h('small', {}, name)), close)
  const options = { channel: channel.id, threadTs, label: words.reply, placeholder: `${words.reply}…` }
  const composer = createComposer(context, options)
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) location.hash = back
  }
  const element = h('aside', { class: 'thread', 'aria-label': words.thread, keydown: escape })
  element.append(header, log.element, composer)
  return {
    element,
    update: () => log.update(context.messages().ofThread(channel.id, threadTs)),
    enter: () => {
      log.toEnd()
      composer.querySelector('textarea')?.focus()
    },
  }
}
