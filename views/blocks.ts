import type { Button, ContextBlock, HeaderBlock, KnownBlock, PlainTextOption, SectionBlock } from '@slack/types'
import { mrkdwn, plain } from './mrkdwn.ts'

/** A message; `text` is what screen readers and notifications tell of it. */
export interface MessageView {
  text: string
  blocks: KnownBlock[]
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) }
}

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) }
}

export function button(actionId: string, label: string, value: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: actionId, text: plain(label), value, ...more }
}

export function option(value: string, label: string): PlainTextOption {
  return { text: plain(label), value }
}
