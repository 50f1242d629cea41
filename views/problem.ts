import type { ModalView } from '@slack/types'
import type { UserError, UserErrorCode } from '../src/site/user-error.ts'
import { type MessageView, section } from './blocks.ts'
import { codeSpan } from './mrkdwn.ts'
import { noticeModal } from './notice-modal.ts'
import type { ViewContext } from './view-context.ts'
import { mrkdwnShow, plainShow } from './show.ts'
import type { Show } from './text/texts.ts'

/** What is wrong and what to do about it, as mrkdwn. */
export function userErrorText(error: UserError, viewContext: ViewContext): string {
  return errorText(error, mrkdwnShow(viewContext), viewContext)
}

/** The error at the input in that block, for a submission's answer. */
export function fieldErrors(blockId: string, error: UserError, viewContext: ViewContext): Record<string, string> {
  return { [blockId]: plainErrorText(error, viewContext) }
}

export function plainErrorText(error: UserError, viewContext: ViewContext): string {
  return errorText(error, plainShow(viewContext), viewContext)
}

/** The same, its values shown as `show` has it. */
export function errorText<C extends UserErrorCode>(
  { code, params }: UserError<C>,
  show: Show,
  { texts }: ViewContext,
): string {
  return texts.errors[code](params, show)
}

/** A refusal, for the eyes of the person who asked. */
export function userErrorMessage(error: UserError, viewContext: ViewContext): MessageView {
  return warning(userErrorText(error, viewContext))
}

/** Something broke; the log has the cause under `reference`. */
export function unexpectedMessage(reference: string, viewContext: ViewContext): MessageView {
  return warning(viewContext.texts.unexpected({ reference: codeSpan(reference) }))
}

export function userErrorModal(error: UserError, viewContext: ViewContext): ModalView {
  return noticeModal(userErrorMessage(error, viewContext), viewContext, viewContext.texts.problem)
}

export function unexpectedModal(reference: string, viewContext: ViewContext): ModalView {
  return noticeModal(unexpectedMessage(reference, viewContext), viewContext, viewContext.texts.problem)
}

function warning(sentence: string): MessageView {
  const text = `⚠️ ${sentence}`
  return { text, blocks: [section(text)] }
}
