import * as z from 'zod'
import { isBotIn, isHidden } from '../identity.ts'
import { findMessage } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { conversationKind, messageJson } from '../payloads.ts'
import { SlackError } from '../slack-error.ts'
import type { State } from '../state.ts'
import type { Channel, Message } from '../workspace.ts'
import { defineMethod, id, flag, type Fields, type Method } from './method.ts'

const timestamp = z.string().regex(/^\d+(\.\d+)?$/)
const limit = z.coerce.number().int().min(1)
const range = {
  channel: id,
  oldest: timestamp.default('0'),
  latest: timestamp.optional(),
  inclusive: flag.default(false),
  limit: limit.max(999).default(100),
  cursor: z.string().optional(),
}

type Range = z.infer<z.ZodObject<typeof range>>

/** Messages of a channel, newest first. Source: Slack's conversations.history. */
export function conversationHistory({ state }: Parts): Method {
  return defineMethod({
    scope: ({ channel }) => historyScope(channel, state.channels.get(channel)),
    params: z.strictObject(range),
    run: (given) => {
      const channel = readableChannel(state.channels.get(given.channel))
      const all = [...state.messages.values()].filter(
        (message) => message.channel === channel.id && message.ephemeralFor === undefined && isInChannel(message),
      )
      return pageOf(state, all.toReversed(), given)
    },
  })
}

/** A message and the replies in its thread, oldest first. Source: Slack's conversations.replies. */
export function conversationReplies({ state }: Parts): Method {
  return defineMethod({
    scope: ({ channel }) => historyScope(channel, state.channels.get(channel)),
    params: z.strictObject({ ...range, ts: timestamp, limit: limit.max(1000).default(1000) }),
    run: ({ ts, ...given }) => {
      const channel = readableChannel(state.channels.get(given.channel))
      const parent = findMessage(state, channel.id, ts)
      if (parent === undefined) throw new SlackError('thread_not_found')
      const replies = [...state.messages.values()].filter(
        (message) => message.channel === channel.id && message.threadTs === ts && message.ephemeralFor === undefined,
      )
      return pageOf(state, [parent, ...replies], given)
    },
  })
}

function historyScope(channelId: string, channel: Channel | undefined): string {
  if (channel === undefined) return channelId.startsWith('D') ? 'im:history' : 'channels:history'
  return `${conversationKind(channel)}:history`
}

/** @throws SlackError `channel_not_found`, `not_in_channel` */
function readableChannel(channel: Channel | undefined): Channel {
  if (channel === undefined || isHidden(channel)) throw new SlackError('channel_not_found')
  if (!isBotIn(channel)) throw new SlackError('not_in_channel')
  return channel
}

function isInChannel({ threadTs, broadcast }: Message): boolean {
  return threadTs === undefined || broadcast === true
}

/** @throws SlackError `invalid_cursor` */
function pageOf(state: State, messages: Message[], { oldest, latest, inclusive, limit: size, cursor }: Range): Fields {
  const start = cursor === undefined || cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(cursor)?.[1] ?? Number.NaN)
  if (Number.isNaN(start)) throw new SlackError('invalid_cursor')
  const [from, to] = [Number(oldest), Number(latest ?? Infinity)]
  const within = messages.filter(({ ts }) =>
    inclusive ? Number(ts) >= from && Number(ts) <= to : Number(ts) > from && Number(ts) < to,
  )
  const hasMore = start + size < within.length
  return {
    messages: within.slice(start, start + size).map((message) => messageJson(state, message)),
    has_more: hasMore,
    ...(hasMore && { response_metadata: { next_cursor: `next:${start + size}` } }),
  }
}
