import type { KnownBlock } from '@slack/types'
import { checkMessageBlocks } from './block-kit/check.ts'
import { withIds } from './block-kit/elements-of.ts'
import { SlackError } from './slack-error.ts'
import { messageKey, type State } from './state.ts'
import type { Message } from './workspace.ts'

/** Source: chat.postMessage, `msg_too_long`. */
const MAX_TEXT = 40_000

export interface Content {
  text: string
  blocks?: KnownBlock[]
}

/**
 * Checks the content, and gives its blocks ids: those that the same had in the message `before`.
 * @throws SlackError `no_text`, `msg_too_long`, `invalid_blocks`, `msg_blocks_too_long`
 */
export function readContent(
  input: { text?: string | undefined; blocks?: unknown },
  { maxText = MAX_TEXT, before }: { maxText?: number; before?: Message } = {},
): Content {
  const { text = '', blocks } = input
  if (text.length > maxText) throw new SlackError('msg_too_long')
  if (blocks === undefined || (Array.isArray(blocks) && blocks.length === 0)) {
    if (text.trim() === '') throw new SlackError('no_text')
    return { text }
  }
  checkMessageBlocks(blocks)
  return { text, blocks: withIds(blocks, before?.blocks) }
}

export function addMessage(state: State, message: Omit<Message, 'ts'>): Message {
  state.files.check(message.blocks ?? [])
  const posted = { ...message, ts: state.nextTs() }
  state.messages.set(messageKey(posted.channel, posted.ts), posted)
  changed(state, posted)
  return posted
}

/** Replaces text and blocks in place. */
export function editMessage(state: State, message: Message, { text, blocks }: Content): Message {
  state.files.check(blocks ?? [])
  const { blocks: _before, ...rest } = message
  const edited = { ...rest, text, ...(blocks !== undefined && { blocks }), edited: true }
  state.messages.set(messageKey(message.channel, message.ts), edited)
  changed(state, edited)
  return edited
}

export function removeMessage(state: State, message: Message): void {
  state.messages.delete(messageKey(message.channel, message.ts))
  changed(state, message)
}

function changed(state: State, { channel, ts }: Message): void {
  state.changed({ kind: 'message', channel, ts })
}

/** A message that everybody in the channel sees. */
export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  const message = state.messages.get(messageKey(channel, ts))
  return message?.ephemeralFor === undefined ? message : undefined
}

/** The message, if this person sees it. */
export function messageSeenBy(state: State, userId: string, at: { channel: string; ts: string }): Message | undefined {
  const message = state.messages.get(messageKey(at.channel, at.ts))
  const hidden = message?.ephemeralFor !== undefined && message.ephemeralFor !== userId
  return hidden ? undefined : message
}

/** @throws SlackError `thread_not_found` unless it is a message of that channel that can have a thread */
export function checkThread(state: State, channel: string, threadTs: string): void {
  const parent = findMessage(state, channel, threadTs)
  if (parent === undefined || parent.threadTs !== undefined) throw new SlackError('thread_not_found')
}
