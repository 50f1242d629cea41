import type { MessageView } from '../../views/blocks.ts'
import { unexpectedMessage, unexpectedModal, userErrorMessage, userErrorModal } from '../../views/problem.ts'
import type { ViewContext } from '../../views/view-context.ts'
import type { ModalView } from '@slack/types'
import { isUserError } from '../site/user-error.ts'
import type { SlackDeps } from './deps.ts'

/** Tells a person about an error: what to do, or, for a bug of ours, a reference that is in the log too. */
export function errorMessage(error: unknown, viewContext: ViewContext, report: SlackDeps['report']): MessageView {
  return isUserError(error) ? userErrorMessage(error, viewContext) : unexpectedMessage(report(error), viewContext)
}

export function errorModal(error: unknown, viewContext: ViewContext, report: SlackDeps['report']): ModalView {
  return isUserError(error) ? userErrorModal(error, viewContext) : unexpectedModal(report(error), viewContext)
}
