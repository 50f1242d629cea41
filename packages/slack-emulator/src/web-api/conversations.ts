import * as z from 'zod'
import { isBotIn, isHidden, isMember, slackbot } from '../identity.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { personOf } from '../state.ts'
import type { Channel } from '../workspace.ts'
import { defineMethod, id, flag, type Method } from './method.ts'

export function openConversation({ state }: Parts): Method {
  return defineMethod({
    scope: 'im:write',
    params: z.strictObject({ users: id, return_im: flag.optional(), prevent_creation: flag.optional() }),
    run: ({ users, return_im: whole, prevent_creation: onlyExisting }) => {
      if (users.includes(',')) throw new SlackError('invalid_arguments', ['[ERROR] group messages are not supported'])
      const person = personOf(state, users)
      if (person === undefined) throw new SlackError('user_not_found')
      if (person.isBot === true) throw new SlackError('cannot_dm_bot')
      if (person.isDeactivated === true) throw new SlackError('user_disabled')
      const existing = [...state.channels.values()].some(({ directWith }) => directWith === person.id)
      if (onlyExisting === true && !existing) throw new SlackError('channel_not_found')
      const channel = state.directChannel(person.id)
      const known = existing ? { no_op: true, already_open: true } : {}
      return { ...known, channel: whole === true ? channelJson(channel) : { id: channel.id } }
    },
  })
}

export function conversationInfo({ state }: Parts): Method {
  return defineMethod({
    scope: ({ channel }) => readScope(channel, state.channels.get(channel)),
    params: z.strictObject({ channel: id, include_locale: flag.optional(), include_num_members: flag.optional() }),
    run: ({ channel: channelId }) => {
      const channel = state.channels.get(channelId)
      if (channel === undefined || isHidden(channel)) throw new SlackError('channel_not_found')
      return { channel: channelJson(channel) }
    },
  })
}

/** Its people and the bot. Source: Slack, `conversations.members`. */
export function conversationMembers({ state }: Parts): Method {
  return defineMethod({
    scope: ({ channel }) => readScope(channel, state.channels.get(channel)),
    params: z.strictObject({
      channel: id,
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      cursor: z.string().optional(),
    }),
    run: ({ channel: channelId, limit, cursor }) => {
      const channel = state.channels.get(channelId)
      if (channel === undefined || isHidden(channel)) throw new SlackError('channel_not_found')
      const members = state.people
        .filter(
          ({ id: person, isBot, isDeactivated }) => isDeactivated !== true && isInside(channel, person, isBot === true),
        )
        .map(({ id: person }) => person)
      const start = cursor === undefined || cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(cursor)?.[1] ?? Number.NaN)
      if (Number.isNaN(start)) throw new SlackError('invalid_cursor')
      const hasMore = start + limit < members.length
      const next = hasMore ? `next:${start + limit}` : ''
      return { members: members.slice(start, start + limit), response_metadata: { next_cursor: next } }
    },
  })
}

function isInside(channel: Channel, personId: string, isBot: boolean): boolean {
  if (personId === slackbot.id) return false
  return isBot ? isBotIn(channel) : isMember(channel, personId)
}

function readScope(channelId: string, channel: Channel | undefined): string {
  if (channelId.startsWith('D')) return 'im:read'
  return channel?.isPrivate === true ? 'groups:read' : 'channels:read'
}

function channelJson(channel: Channel) {
  const { id: channelId, name, directWith, archived } = channel
  if (directWith !== undefined) {
    return { id: channelId, is_im: true, user: directWith, is_archived: false, is_open: true }
  }
  return {
    id: channelId,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: channel.isMpim === true,
    is_private: channel.isPrivate === true || channel.isMpim === true,
    is_general: false,
    is_archived: archived === true,
    is_member: isBotIn(channel),
  }
}
