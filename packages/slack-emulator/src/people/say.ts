import { addMessage, checkThread, readContent } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import { channelOf, type State, actor } from '../state.ts'
import type { SlackNotice } from '../workspace.ts'

/** Posts a person's own words. */
export function say(
  state: State,
  userId: string,
  message: { channel: string; text: string; threadTs?: string },
): SlackNotice {
  actor(state, userId)
  const { channel: channelId, text, threadTs } = message
  const channel = channelOf(state, userId, channelId)
  if (channel === undefined) return 'You are not in this channel.'
  if (channel.archived === true) return 'This channel has been archived.'
  try {
    const content = readContent({ text })
    if (threadTs !== undefined) checkThread(state, channelId, threadTs)
    addMessage(state, { ...content, channel: channelId, user: userId, ...(threadTs !== undefined && { threadTs }) })
    return undefined
  } catch (error) {
    if (error instanceof SlackError) return `The message was not sent (${error.code}).`
    throw error
  }
}
