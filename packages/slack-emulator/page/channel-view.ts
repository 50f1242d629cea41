import type { Channel } from '../src/workspace.ts'
import { createComposer } from './composer.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { createLog } from './log.ts'
import { noticeArea } from './notices.ts'
import { viewHeader } from './view-header.ts'

export interface View {
  element: HTMLElement
  update(): void
  /** Called when it is shown. */
  enter(): void
}

/** A channel: its messages and the box to write in. */
export function createChannelView(context: PageContext, channel: Channel): View {
  const { words } = context
  const name = channel.directWith === undefined ? `#${channel.name}` : channel.name
  const invitation = createInvitation(context, (text) => {
    const box = composer.querySelector('textarea')
    if (box !== null) box.value = text
    box?.focus()
  })
  const beginning = h('div', { class: 'beginning' }, h('p', {}, words.channelBegins(name)), invitation)
  const log = createLog(context, { label: name, beginning, isThread: false })
  const placeholder = words.messageTo(name)
  const composer = createComposer(context, { channel: channel.id, label: words.message, placeholder })
  const element = h('section', { class: 'view', 'aria-label': name })
  element.append(viewHeader(context, channel), log.element, noticeArea(), composer)
  return {
    element,
    update: () => {
      const messages = context.messages().ofChannel(channel.id)
      if (invitation !== undefined) invitation.hidden = messages.length > 0
      log.update(messages)
    },
    enter: () => {
      log.toEnd()
      composer.querySelector('textarea')?.focus()
    },
  }
}

/** Invites to try the app's first command; nothing for an app without any. */
function createInvitation({ screen, words }: PageContext, type: (text: string) => void): HTMLElement | undefined {
  const command = screen().commands[0]?.command
  if (command === undefined) return undefined
  const button = h(
    'button',
    { type: 'button', class: 'button', click: () => type(command) },
    words.typeCommand(command),
  )
  return h('div', { class: 'invitation' }, h('p', {}, words.tryCommand(command)), button)
}
