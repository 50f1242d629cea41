import { escapeText } from '../escape-text.ts'
import { addMessage, checkThread, readContent } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { actor, channelOf } from '../state.ts'
import type { SlackNotice } from '../workspace.ts'
import { sendLinks, sendMessageEvents } from './events.ts'

/** Posts a person's message. */
export async function say(
  parts: Parts,
  userId: string,
  message: { channel: string; text: string; threadTs?: string },
): Promise<SlackNotice> {
  const { state } = parts
  actor(state, userId)
  const { channel: channelId, text, threadTs } = message
  const channel = channelOf(state, userId, channelId)
  if (channel === undefined) return 'You are not in this channel.'
  if (channel.archived === true) return 'This channel has been archived.'
  try {
    const content = readContent({ text: escapeText(state, text) })
    if (threadTs !== undefined) checkThread(state, channelId, threadTs)
    const thread = threadTs !== undefined && { threadTs }
    const posted = addMessage(state, { ...content, channel: channelId, user: userId, ...thread })
    await sendMessageEvents(parts, channel, posted)
    await sendLinks(parts, channel, posted)
    return undefined
  } catch (error) {
    if (error instanceof SlackError) return `The message was not sent (${error.code}).`
    throw error
  }
}
