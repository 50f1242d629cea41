import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { decodeContext, type FormContext } from '../../views/action-ids.ts'
import type { MessageView } from '../../views/blocks.ts'
import type { FormValues } from '../../views/form-values.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { fieldErrors } from '../../views/problem.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { operationNamed } from '../site/operations/all.ts'
import { argumentAtFault } from '../site/operations/arguments.ts'
import type { Actor } from '../site/permissions.ts'
import type { UserErrorCode } from '../site/user-error.ts'
import { isOutOfTime } from './deadline.ts'
import type { ListenerDeps } from './people.ts'
import { publishHome } from './publish-home.ts'
import { isUserError } from '../site/user-error.ts'
import { errorModal } from './error-response.ts'
import { postEphemeral, postEphemeralOrDm } from './ephemeral.ts'

export interface Submission {
  user: string
  values: FormValues
  context: FormContext
  client: WebClient
  actor: Actor
  viewContext: ViewContext
}

interface Answer extends Pick<FormContext, 'channel' | 'thread'> {
  message: MessageView
  isSecret?: boolean
  /** Replaces the form. */
  next?: ModalView
}

/** What only the sender sees, with its channel and thread; errors by block_id; or the form anew. Nothing may keep a secret message. */
export type Outcome = Answer | { errors: Record<string, string> } | { view: ModalView }

/** Runs a form's request. */
export type OnSubmit = (submission: Submission, deps: ListenerDeps) => Promise<Outcome>

/** Errors that may not come up again in a minute, or after a change elsewhere: what was typed is kept. */
const CAN_BE_SENT_AGAIN: readonly UserErrorCode[] = [
  'slack-silent',
  'slack-denied',
  'code-host-silent',
  'owner-quota-reached',
  'site-quota-reached',
  'budget-spent',
]

/** Handles submissions of one of our forms. An error appears at its input; one without an input replaces the form. */
export function onSubmit(
  app: App,
  deps: ListenerDeps,
  callbackId: string,
  work: OnSubmit,
  needsCreator: (context: FormContext) => boolean,
): void {
  app.view<ViewSubmitAction>(callbackId, async ({ ack, body, client, view }) => {
    const user = body.user.id
    const context = decodeContext(view.private_metadata)
    const identify = needsCreator(context) ? deps.people.whoCreates : deps.people.who
    const { actor, viewContext } = await identify(client, user, context.channel)
    const answer = await work({ user, values: view.state.values, context, client, actor, viewContext }, deps).then(
      (outcome) => answerTo(outcome, { client, user, context, viewContext }, deps),
      (error: unknown) => answerError(error, context, viewContext, deps),
    )
    await (answer === undefined ? ack() : ack(answer))
  })
}

interface Sender {
  client: WebClient
  user: string
  context: FormContext
  viewContext: ViewContext
}

async function answerTo(
  outcome: Outcome,
  { client, user, context, viewContext }: Sender,
  deps: ListenerDeps,
): Promise<ViewResponseAction | undefined> {
  if ('errors' in outcome) return { response_action: 'errors', errors: outcome.errors }
  if ('view' in outcome) return { response_action: 'update', view: outcome.view }
  const next: ViewResponseAction | undefined = outcome.next && { response_action: 'update', view: outcome.next }
  const report = (error: unknown) => {
    if (!isOutOfTime(error)) deps.report(error)
  }
  const isRead = await post(outcome, { client, user }).catch((error: unknown) => {
    report(error)
    return false
  })
  // Without a channel, they came from the App Home, which shows the change.
  if (context.channel === undefined) await publishHome(client, user, viewContext, deps, context.expanded).catch(report)
  if (isRead) return next
  // It's done, and the message may contain a password that's kept nowhere else. Replacing the form takes no call to Slack.
  return { response_action: 'update', view: noticeModal(outcome.message, viewContext) }
}

/** Whether the message reached them; if not, it replaces the form. A direct message would keep a secret. */
async function post(
  { message, isSecret, channel, thread }: Answer,
  { client, user }: Pick<Sender, 'client' | 'user'>,
): Promise<boolean> {
  const addressee = { user, channel, thread }
  if (isSecret === true) return postEphemeral(client, addressee, message)
  await postEphemeralOrDm(client, addressee, message)
  return true
}

function answerError(
  error: unknown,
  { operation }: FormContext,
  viewContext: ViewContext,
  { report }: ListenerDeps,
): ViewResponseAction {
  const view = errorModal(error, viewContext, report)
  // On top of the form: when this is closed, everything that was typed is still there.
  if (!isUserError(error)) return { response_action: 'push', view }
  const input = operation === undefined ? undefined : argumentAtFault(operationNamed(operation).args, error.code)
  if (input !== undefined) return { response_action: 'errors', errors: fieldErrors(input, error, viewContext) }
  return { response_action: CAN_BE_SENT_AGAIN.includes(error.code) ? 'push' : 'update', view }
}
