import { z } from 'zod'
import { BOT_USER_ID, isMember } from '../identity.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { channelOf, personOf } from '../state.ts'
import type { Channel } from '../workspace.ts'
import { defineMethod, flag, type Method } from './method.ts'

export function conversationsMethods({ state }: Pick<Parts, 'state'>): Record<string, Method> {
  return {
    'conversations.open': defineMethod({
      scope: 'im:write',
      params: z.strictObject({
        users: z.string().min(1),
        return_im: flag.optional(),
        prevent_creation: flag.optional(),
      }),
      run: ({ users, return_im: whole, prevent_creation: onlyExisting }) => {
        const ids = users.split(',')
        const [userId = ''] = ids
        if (ids.length > 1) throw new SlackError('missing_scope', [], { needed: 'mpim:write', provided: '' })
        const person = personOf(state, userId)
        if (person === undefined) throw new SlackError('user_not_found')
        if (person.isBot === true) throw new SlackError('cannot_dm_bot')
        const existing = [...state.channels.values()].some(({ directWith }) => directWith === userId)
        if (onlyExisting === true && !existing) throw new SlackError('channel_not_found')
        const { channel, isNew } = state.directChannel(userId)
        const known = isNew ? {} : { no_op: true, already_open: true }
        return { ...known, channel: whole === true ? channelJson(channel) : { id: channel.id } }
      },
    }),
    'conversations.info': defineMethod({
      scope: ({ channel }) => (channel.startsWith('D') ? 'im:read' : 'channels:read'),
      params: z.strictObject({
        channel: z.string().min(1),
        include_locale: flag.optional(),
        include_num_members: flag.optional(),
      }),
      run: ({ channel: id }) => {
        const channel = id.startsWith('D') ? channelOf(state, BOT_USER_ID, id) : state.channels.get(id)
        if (channel === undefined) throw new SlackError('channel_not_found')
        return { channel: channelJson(channel) }
      },
    }),
  }
}

function channelJson(channel: Channel) {
  const { id, name, directWith, archived } = channel
  if (directWith !== undefined) return { id, is_im: true, user: directWith, is_archived: false, is_open: true }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_general: false,
    is_archived: archived === true,
    is_member: isMember(channel, BOT_USER_ID),
  }
}
