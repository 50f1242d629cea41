import type { BlockAction, RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import type { Reader } from '../../views/reader.ts'
import { leaving } from './deadline.ts'

/** Of the time for calls, what is kept for the second way where the first fails. */
export const SECOND_WAY_MS = 700

export interface ClickPlace {
  body: BlockAction
  client: WebClient
  respond: RespondFn
  reader: Reader
}

/**
 * Tells who clicked in a message: beneath it, for their eyes only, or in a modal where Slack does not take that in time. What
 * was done is answered, and methods have limits of their own.
 */
export async function answerClick(message: MessageView, { body, client, respond, reader }: ClickPlace): Promise<void> {
  try {
    await leaving(SECOND_WAY_MS, () => respond({ response_type: 'ephemeral', replace_original: false, ...message }))
  } catch {
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(message, reader) })
  }
}
