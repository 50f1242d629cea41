import * as z from 'zod'
import { isHidden } from '../identity.ts'
import { editMessage, findMessage, removeMessage, type Content } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { messageJson } from '../payloads.ts'
import { SlackError } from '../slack-error.ts'
import { workspaceUrl } from '../state.ts'
import type { Message } from '../workspace.ts'
import { contentParams, readBody, textWarning } from './posting.ts'
import { defineMethod, id, type Method } from './method.ts'

/** chat.update takes less text than chat.postMessage ("chat.update: msg_too_long"). */
const MAX_UPDATE_TEXT = 4000

export function updateMessage(parts: Parts): Method {
  return defineMethod({
    scope: 'chat:write',
    params: z.strictObject({ ...contentParams, channel: id, ts: id }),
    run: (given) => {
      const message = ownMessage(parts, given, 'cant_update_message')
      if (parts.state.channels.get(message.channel)?.archived === true) throw new SlackError('is_inactive')
      const edited = editMessage(parts.state, message, readUpdate(message, given))
      const { channel, ts, text } = edited
      return { channel, ts, text, message: messageJson(parts.state, edited), ...textWarning(given) }
    },
  })
}

export function deleteMessage(parts: Parts): Method {
  return defineMethod({
    scope: 'chat:write',
    params: z.strictObject({ channel: id, ts: id }),
    run: (given) => {
      removeMessage(parts.state, ownMessage(parts, given, 'cant_delete_message'))
      return { ...given }
    },
  })
}

export function getPermalink(parts: Parts): Method {
  return defineMethod({
    params: z.strictObject({ channel: id, message_ts: id }),
    run: ({ channel, message_ts: ts }) => {
      const { threadTs } = existingMessage(parts, { channel, ts })
      const thread = threadTs === undefined ? '' : `?thread_ts=${threadTs}&cid=${channel}`
      return { channel, permalink: `${workspaceUrl(parts.state)}archives/${channel}/p${ts.replace('.', '')}${thread}` }
    },
  })
}

/**
 * Blocks that are left out stay; an empty list removes them.
 * Source: Slack's chat.update, argument `blocks`.
 */
function readUpdate(before: Message, given: { text?: string | undefined; blocks?: unknown }): Content {
  const next = readBody(given, { maxText: MAX_UPDATE_TEXT, before })
  return given.blocks === undefined && before.blocks !== undefined ? { ...next, blocks: before.blocks } : next
}

function ownMessage(parts: Parts, at: { channel: string; ts: string }, errorCode: string): Message {
  const message = existingMessage(parts, at)
  if (message.user !== parts.state.identity.botUserId) throw new SlackError(errorCode)
  return message
}

function existingMessage({ state }: Parts, { channel, ts }: { channel: string; ts: string }): Message {
  const existing = state.channels.get(channel)
  if (existing === undefined || isHidden(existing)) throw new SlackError('channel_not_found')
  const message = findMessage(state, channel, ts)
  if (message === undefined) throw new SlackError('message_not_found')
  return message
}
