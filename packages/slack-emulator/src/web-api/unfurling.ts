import * as z from 'zod'
import { checkMessageBlocks } from '../block-kit/check.ts'
import { withIds } from '../block-kit/elements-of.ts'
import { findMessage } from '../messages.ts'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import type { Message } from '../workspace.ts'
import { addUnfurls, messageOfUnfurl } from '../unfurls.ts'
import { defineMethod, id, readJson, type Method } from './method.ts'

const attachments = z.record(z.string(), z.strictObject({ blocks: z.unknown(), fallback: z.string().default('') }))

/** Shows something of links in a message; doing it again replaces that. Source: Slack, `chat.unfurl`. */
export function unfurlLinks(parts: Parts): Method {
  return defineMethod({
    scope: 'links:write',
    params: z.strictObject({
      channel: id.optional(),
      ts: id.optional(),
      unfurl_id: id.optional(),
      source: z.enum(['composer', 'conversations_history']).optional(),
      unfurls: z.unknown(),
    }),
    run: (given) => {
      const message = messageOf(parts, given)
      const read = attachments.safeParse(readJson(given.unfurls, 'cannot_parse_attachment'))
      if (!read.success || Object.keys(read.data).length === 0) throw new SlackError('missing_unfurls')
      const added = Object.entries(read.data).map(([url, { blocks, fallback }]) => {
        checkMessageBlocks(blocks)
        if (!isIn(message, url)) throw new SlackError('cannot_unfurl_url')
        return { url, fallback, blocks: withIds(blocks) }
      })
      addUnfurls(parts.state, message, added)
      return {}
    },
  })
}

interface Target {
  channel?: string | undefined
  ts?: string | undefined
  unfurl_id?: string | undefined
  source?: string | undefined
}

/** @throws SlackError `missing_…`, `cannot_find_channel`, `cannot_find_message` */
function messageOf({ state }: Parts, { channel, ts, unfurl_id: unfurlId, source }: Target): Message {
  if (unfurlId !== undefined && source === undefined) throw new SlackError('missing_source')
  if (unfurlId === undefined && channel === undefined) throw new SlackError('missing_channel')
  if (unfurlId === undefined && ts === undefined) throw new SlackError('missing_ts')
  const at = unfurlId === undefined ? { channel: channel ?? '', ts: ts ?? '' } : messageOfUnfurl(unfurlId)
  if (at === undefined || !state.channels.has(at.channel)) throw new SlackError('cannot_find_channel')
  const message = findMessage(state, at.channel, at.ts)
  if (message === undefined) throw new SlackError('cannot_find_message')
  return message
}

/** Whether the message has that link, written exactly like this. */
function isIn({ text }: Message, url: string): boolean {
  return text.includes(`<${url}>`) || text.includes(`<${url}|`)
}
