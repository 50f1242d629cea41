import type { BlockAction, RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import type { MessageView } from '../../views/blocks.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { isOutOfTime, leaving } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { postEphemeral } from './ephemeral.ts'

/** The part of the time for calls that's kept for the modal if the message fails. */
export const SECOND_WAY_MS = 700

export interface ClickContext {
  body: BlockAction
  client: WebClient
  respond: RespondFn
  viewContext: ViewContext
}

/**
 * Answers a click on a message so that only that person sees it, where they clicked. If Slack doesn't accept that in time, opens a modal
 * instead: the click has taken effect, so it needs an answer, and each method has its own rate limit. In a thread, we use the Web API,
 * because a response URL would post to everyone in the thread. Source: Slack, "Handling user interaction", "Publishing responses in
 * thread".
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
const threadSchema = z.lazy(() =>
  z.object({
    message: z.object({ ts, thread_ts: ts.optional() }).nullish(),
    container: z.object({ message_ts: ts.optional(), thread_ts: ts.optional() }).nullish(),
  }),
)

/**
 * The ts of the thread that the clicked message is in; undefined if it's in the channel itself. A message that started a thread has that
 * thread's ts (its own), but is in the channel. For ephemeral messages, only the container has it. Source: Slack, "block_actions payload",
 * and "Retrieving messages", "Pulling threads".
 */
export function threadOf(body: object): string | undefined {
  const { message, container } = threadSchema.safeParse(body).data ?? {}
  const thread = message?.thread_ts ?? container?.thread_ts
  return thread === (message?.ts ?? container?.message_ts) ? undefined : thread
}
