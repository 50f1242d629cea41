import type { BlockAction, RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import type { MessageView } from '../../views/blocks.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { isOutOfTime, leaving } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { postEphemeral } from './ephemeral.ts'

/** Of the time for calls, what is kept for the second way where the first fails. */
export const SECOND_WAY_MS = 700

export interface ClickContext {
  body: BlockAction
  client: WebClient
  respond: RespondFn
  viewContext: ViewContext
}

/**
 * Answers the person who clicked on a message, and nobody else, where they clicked; or in a modal where Slack does not take that in time: what was
 * done is answered, and methods have limits of their own. In a thread by the Web API: a response URL posts into threads what everybody
 * sees. Source: Slack, "Handling user interaction", "Publishing responses in thread".
 */
export async function answerClick(
  message: MessageView,
  origin: ClickContext,
  { report }: Pick<SlackDeps, 'report'>,
): Promise<void> {
  const { body, client, viewContext } = origin
  try {
    await leaving(SECOND_WAY_MS, () => answerHere(message, origin))
  } catch (error) {
    if (!isOutOfTime(error)) report(error)
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(message, viewContext) })
  }
}

async function answerHere(message: MessageView, { body, client, respond }: ClickContext): Promise<void> {
  const thread = threadOf(body)
  const addressee = { user: body.user.id, channel: body.channel?.id, thread }
  if (thread !== undefined) {
    const isPosted = await postEphemeral(client, addressee, message).catch((error: unknown) => {
      if (isOutOfTime(error)) throw error
      return false
    })
    if (isPosted) return
  }
  await respond({ response_type: 'ephemeral', replace_original: false, ...message })
}

const ts = z.string().regex(/^\d{1,15}\.\d{1,9}$/)
const threadSchema = z.object({
  message: z.object({ ts, thread_ts: ts.optional() }).nullish(),
  container: z.object({ message_ts: ts.optional(), thread_ts: ts.optional() }).nullish(),
})

/**
 * ts of the thread in which the message stands that was clicked; undefined in the channel itself. A message on which a
 * thread hangs names that thread too (its own ts), and stands in the channel. Of ephemeral messages Slack names the
 * container alone. Source: Slack, "block_actions payload", and "Retrieving messages", "Pulling threads".
 */
export function threadOf(body: object): string | undefined {
  const { message, container } = threadSchema.safeParse(body).data ?? {}
  const thread = message?.thread_ts ?? container?.thread_ts
  return thread === (message?.ts ?? container?.message_ts) ? undefined : thread
}
