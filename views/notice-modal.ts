import type { ModalView } from '@slack/types'
import { callbackIds } from './action-ids.ts'
import type { MessageView } from './blocks.ts'
import { plain } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** A message where only a modal can be shown; there is nothing to do but to read and close it. */
export function noticeModal({ blocks }: MessageView, { texts }: ViewContext, title = texts.home.title): ModalView {
  return {
    type: 'modal',
    callback_id: callbackIds.notice,
    title: plain(title, 24),
    close: plain(texts.buttons.close, 24),
    blocks,
  }
}
