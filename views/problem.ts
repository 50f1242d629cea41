import type { ModalView } from '@slack/types'
import type { UserError, UserErrorCode } from '../src/site/user-error.ts'
import { type MessageView, section } from './blocks.ts'
import { codeSpan } from './mrkdwn.ts'
import { noticeModal } from './notice-modal.ts'
import type { Reader } from './reader.ts'
import { mrkdwnShow, plainShow } from './show.ts'
import type { Show } from './text/texts.ts'

/** What is wrong and what to do about it, as mrkdwn. */
export function userErrorText(error: UserError, reader: Reader): string {
  return errorText(error, mrkdwnShow(reader), reader)
}

/** The error at the input in that block, for a submission's answer. */
export function fieldErrors(blockId: string, error: UserError, reader: Reader): Record<string, string> {
  return { [blockId]: plainErrorText(error, reader) }
}

export function plainErrorText(error: UserError, reader: Reader): string {
  return errorText(error, plainShow(reader), reader)
}

/** The same, its values shown as `show` has it. */
export function errorText<C extends UserErrorCode>(
  { code, params }: UserError<C>,
  show: Show,
  { texts }: Reader,
): string {
  return texts.errors[code](params, show)
}

/** A refusal, for the eyes of the person who asked. */
export function userErrorMessage(error: UserError, reader: Reader): MessageView {
  return warning(userErrorText(error, reader))
}

/** Something broke; the log has the cause under `reference`. */
export function unexpectedMessage(reference: string, reader: Reader): MessageView {
  return warning(reader.texts.unexpected({ reference: codeSpan(reference) }))
}

export function userErrorModal(error: UserError, reader: Reader): ModalView {
  return noticeModal(userErrorMessage(error, reader), reader, reader.texts.problem)
}

export function unexpectedModal(reference: string, reader: Reader): ModalView {
  return noticeModal(unexpectedMessage(reference, reader), reader, reader.texts.problem)
}

function warning(sentence: string): MessageView {
  const text = `⚠️ ${sentence}`
  return { text, blocks: [section(text)] }
}
