import type { BlockAction, RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { isOutOfTime, leaving } from './deadline.ts'
import type { SlackDeps } from './deps.ts'
import { newReference } from './reference.ts'
import { postEphemeral } from './ephemeral.ts'
import { threadOf } from './thread-of.ts'

/** Of the time for calls, what is kept for the second way where the first fails. */
export const SECOND_WAY_MS = 700

export interface ClickContext {
  body: BlockAction
  client: WebClient
  respond: RespondFn
  viewContext: ViewContext
}

/**
 * Answers whoever clicked on a message, and nobody else, where they clicked; or in a modal where Slack does not take that in time: what was
 * done is answered, and methods have limits of their own. In a thread by the Web API: a response URL posts into threads what everybody
 * sees. Source: Slack, "Handling user interaction", "Publishing responses in thread".
 */
export async function answerClick(
  message: MessageView,
  place: ClickContext,
  { report }: Pick<SlackDeps, 'report'>,
): Promise<void> {
  const { body, client, viewContext } = place
  try {
    await leaving(SECOND_WAY_MS, () => answerHere(message, place))
  } catch (error) {
    if (!isOutOfTime(error)) report({ reference: newReference(), error })
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(message, viewContext) })
  }
}

async function answerHere(message: MessageView, { body, client, respond }: ClickContext): Promise<void> {
  const thread = threadOf(body)
  const addressee = { user: body.user.id, channel: body.channel?.id, thread }
  if (thread !== undefined) {
    const isTold = await postEphemeral(client, addressee, message).catch((error: unknown) => {
      if (isOutOfTime(error)) throw error
      return false
    })
    if (isTold) return
  }
  await respond({ response_type: 'ephemeral', replace_original: false, ...message })
}
