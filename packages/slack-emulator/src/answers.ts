import * as z from 'zod'
import { problemAt } from './block-kit/problems.ts'
import { addMessage, checkThread, editMessage, messageSeenBy, readContent, removeMessage } from './messages.ts'
import { SlackError } from './slack-error.ts'
import type { State } from './state.ts'

/** What the app answers: a command, or a click on a message. */
export interface AnswerOrigin {
  userId: string
  channel: string
  /** ts of the message that was clicked. */
  message?: string
}

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

/** Slack's "Handling user interaction: responding with the response_url"; the same body answers a command. */
const answerSchema = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: flag.optional(),
  delete_original: flag.optional(),
  thread_ts: z.string().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  mrkdwn: z.boolean().optional(),
})

/**
 * Posts, replaces or deletes what the app answered.
 * @throws SlackError `invalid_payload`, `no_text`, `invalid_blocks`, `message_not_found`, `thread_not_found`
 */
export function postAnswer(state: State, origin: AnswerOrigin, body: unknown): void {
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) throw new SlackError('invalid_payload', [problemAt(parsed.error.issues[0]?.message ?? '', '')])
  const answer = parsed.data
  if (answer.delete_original === true) return removeMessage(state, originalOf(state, origin))
  if (answer.replace_original === true && origin.message !== undefined) {
    const before = originalOf(state, origin)
    editMessage(state, before, readContent(answer, { before }))
    return
  }
  const content = readContent(answer)
  if (answer.thread_ts !== undefined) checkThread(state, origin.channel, answer.thread_ts)
  addMessage(state, {
    ...content,
    channel: origin.channel,
    user: state.identity.botUserId,
    ...(answer.thread_ts !== undefined && { threadTs: answer.thread_ts }),
    ...(answer.response_type !== 'in_channel' && { ephemeralFor: origin.userId }),
  })
}

function originalOf(state: State, { userId, channel, message: ts }: AnswerOrigin) {
  const message = ts === undefined ? undefined : messageSeenBy(state, userId, { channel, ts })
  if (message === undefined) throw new SlackError('message_not_found')
  return message
}
