import * as z from 'zod'
import { isBotIn, isHidden, isMember } from '../identity.ts'
import { addMessage, checkThread, readContent, type Content } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { messageJson } from '../payloads.ts'
import { SlackError } from '../slack-error.ts'
import { personOf, type State } from '../state.ts'
import type { Channel, Message } from '../workspace.ts'
import { defineMethod, id, flag, readJson, type Fields, type Method } from './method.ts'

/** Arguments of all methods that write a message. */
export const contentParams = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  link_names: flag.optional(),
}

interface Written {
  text?: string | undefined
  blocks?: unknown
}

/** @throws SlackError as {@link readContent}, and `invalid_blocks_format` */
export function readBody({ text, blocks }: Written, options?: { maxText: number; before: Message }): Content {
  return readContent({ text, blocks: readJson(blocks, 'invalid_blocks_format') }, options)
}

/** Screen readers and notifications need the text. Slack only warns. */
export function textWarning({ text }: Written): Fields {
  if (text !== undefined && text.trim() !== '') return {}
  return { warning: 'missing_text_in_message', response_metadata: { warnings: ['missing_text_in_message'] } }
}

const params = {
  ...contentParams,
  channel: id,
  thread_ts: id.optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
  mrkdwn: flag.optional(),
}

export function postMessage(parts: Parts): Method {
  return defineMethod({
    scope: 'chat:write',
    params: z.strictObject({ ...params, reply_broadcast: flag.optional() }),
    run: (given) => {
      const channel = writableChannel(parts, given.channel)
      const target = { ...threadOf(parts, channel, given), channel: channel.id, user: parts.state.identity.botUserId }
      const posted = addMessage(parts.state, { ...readBody(given), ...target })
      return { channel: channel.id, ts: posted.ts, message: messageJson(parts.state, posted), ...textWarning(given) }
    },
  })
}

export function postEphemeral(parts: Parts): Method {
  return defineMethod({
    scope: 'chat:write',
    params: z.strictObject({ ...params, user: id }),
    run: (given) => {
      const channel = writableChannel(parts, given.channel)
      const reader = personOf(parts.state, given.user)
      if (reader === undefined || reader.isBot === true || !isMember(channel, reader.id)) {
        throw new SlackError('user_not_in_channel')
      }
      const target = { ...threadOf(parts, channel, given), channel: channel.id, user: parts.state.identity.botUserId }
      const posted = addMessage(parts.state, { ...readBody(given), ...target, ephemeralFor: reader.id })
      return { message_ts: posted.ts, ...textWarning(given) }
    },
  })
}

/**
 * The channel that the bot posts to; a person's id opens the direct one. With `chat:write.public`, the bot can post to
 * public channels that it isn't in.
 * @throws SlackError `channel_not_found`, `is_archived`, `not_in_channel`
 */
function writableChannel({ state, app }: Parts, channelId: string): Channel {
  const person = personOf(state, channelId)
  const isPerson = person !== undefined && person.isBot !== true && person.isDeactivated !== true
  const channel = isPerson ? state.directChannel(person.id) : state.channels.get(channelId)
  if (channel === undefined || isHidden(channel)) throw new SlackError('channel_not_found')
  if (isClosedDirect(state, channel)) throw new SlackError('channel_not_found')
  if (channel.archived === true) throw new SlackError('is_archived')
  if (!isBotIn(channel) && !app.scopes.includes('chat:write.public')) throw new SlackError('not_in_channel')
  return channel
}

/** Nobody reads it anymore. */
function isClosedDirect(state: State, { directWith }: Channel): boolean {
  return directWith !== undefined && personOf(state, directWith)?.isDeactivated === true
}

function threadOf(
  { state }: Parts,
  channel: Channel,
  {
    thread_ts: threadTs,
    reply_broadcast: broadcast,
  }: { thread_ts?: string | undefined; reply_broadcast?: boolean | undefined },
): { threadTs?: string; broadcast?: boolean } {
  if (threadTs === undefined) {
    if (broadcast === true) throw new SlackError('invalid_arguments', ['[ERROR] reply_broadcast needs thread_ts'])
    return {}
  }
  checkThread(state, channel.id, threadTs)
  return { threadTs, ...(broadcast === true && { broadcast }) }
}
