import { z } from 'zod'
import { BOT_USER_ID, isMember, WORKSPACE_URL } from '../identity.ts'
import {
  addMessage,
  checkThread,
  editMessage,
  findMessage,
  readContent,
  removeMessage,
  type Content,
} from '../messages.ts'
import type { Parts } from '../parts.ts'
import { messageJson } from '../payloads/common.ts'
import { SlackError } from '../slack-error.ts'
import type { Channel, Message } from '../workspace.ts'
import { writableChannel, type Posting } from './posting.ts'
import { defineMethod, flag, readJson, type Fields, type Method } from './method.ts'

const content = { text: z.string().optional(), blocks: z.unknown().optional() }
const links = {
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
  mrkdwn: flag.optional(),
  link_names: flag.optional(),
}
const id = z.string().min(1)
/** chat.update takes less text than chat.postMessage ("chat.update: msg_too_long"). */
const MAX_UPDATE_TEXT = 4000

export function chatMethods(parts: Parts): Record<string, Method> {
  const { state } = parts
  return {
    'chat.postMessage': defineMethod({
      scope: 'chat:write',
      params: z.strictObject({
        ...content,
        ...links,
        channel: id,
        thread_ts: id.optional(),
        reply_broadcast: flag.optional(),
      }),
      run: (params) => {
        const channel = writableChannel(parts, params.channel)
        const posted = addMessage(state, {
          ...readBody(params),
          ...threadOf(parts, channel, params),
          channel: channel.id,
          user: BOT_USER_ID,
        })
        return { channel: channel.id, ts: posted.ts, message: messageJson(posted), ...textWarning(params.text) }
      },
    }),
    'chat.postEphemeral': defineMethod({
      scope: 'chat:write',
      params: z.strictObject({ ...content, ...links, channel: id, user: id, thread_ts: id.optional() }),
      run: (params) => {
        const channel = writableChannel(parts, params.channel)
        if (!isMember(channel, params.user) || params.user === BOT_USER_ID) throw new SlackError('user_not_in_channel')
        if (!state.people.some((person) => person.id === params.user)) throw new SlackError('user_not_in_channel')
        const where = { ...threadOf(parts, channel, params), channel: channel.id, ephemeralFor: params.user }
        const posted = addMessage(state, { ...readBody(params), ...where, user: BOT_USER_ID })
        return { message_ts: posted.ts, ...textWarning(params.text) }
      },
    }),
    'chat.update': defineMethod({
      scope: 'chat:write',
      params: z.strictObject({ ...content, channel: id, ts: id, link_names: flag.optional() }),
      run: (params) => {
        const message = ownMessage(parts, params, 'cant_update_message')
        const edited = editMessage(state, message, readUpdate(message, params))
        return {
          channel: edited.channel,
          ts: edited.ts,
          text: edited.text,
          message: messageJson(edited),
          ...textWarning(params.text),
        }
      },
    }),
    'chat.delete': defineMethod({
      scope: 'chat:write',
      params: z.strictObject({ channel: id, ts: id }),
      run: (params) => {
        removeMessage(state, ownMessage(parts, params, 'cant_delete_message'))
        return { channel: params.channel, ts: params.ts }
      },
    }),
    'chat.getPermalink': defineMethod({
      params: z.strictObject({ channel: id, message_ts: id }),
      run: ({ channel, message_ts: ts }) => {
        if (!state.channels.has(channel)) throw new SlackError('channel_not_found')
        const message = findMessage(state, channel, ts)
        if (message === undefined) throw new SlackError('message_not_found')
        const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel}`
        return { channel, permalink: `${WORKSPACE_URL}archives/${channel}/p${ts.replace('.', '')}${thread}` }
      },
    }),
  }
}

function readBody({ text, blocks }: { text?: string | undefined; blocks?: unknown }, maxText?: number): Content {
  return readContent({ text, blocks: readJson(blocks, 'invalid_blocks_format') }, maxText)
}

/**
 * Blocks that are left out stay, an empty list takes them away.
 * Source: Slack's chat.update, argument `blocks`.
 */
function readUpdate(before: Message, params: { text?: string | undefined; blocks?: unknown }): Content {
  const next = readBody(params, MAX_UPDATE_TEXT)
  return params.blocks === undefined && before.blocks !== undefined ? { ...next, blocks: before.blocks } : next
}

function threadOf(
  { state }: Parts,
  channel: Channel,
  params: { thread_ts?: string | undefined; reply_broadcast?: boolean | undefined },
): Posting {
  if (params.thread_ts === undefined) {
    if (params.reply_broadcast === true)
      throw new SlackError('invalid_arguments', ['[ERROR] reply_broadcast needs thread_ts'])
    return {}
  }
  checkThread(state, channel.id, params.thread_ts)
  return { threadTs: params.thread_ts, ...(params.reply_broadcast === true && { broadcast: true }) }
}

function ownMessage({ state }: Parts, at: { channel: string; ts: string }, refusal: string): Message {
  if (!state.channels.has(at.channel)) throw new SlackError('channel_not_found')
  const message = findMessage(state, at.channel, at.ts)
  if (message === undefined) throw new SlackError('message_not_found')
  if (message.user !== BOT_USER_ID) throw new SlackError(refusal)
  return message
}

/** Screen readers and notifications need the text; Slack warns only. */
function textWarning(text: string | undefined): Fields {
  if (text !== undefined && text.trim() !== '') return {}
  return { warning: 'missing_text_in_message', response_metadata: { warnings: ['missing_text_in_message'] } }
}
