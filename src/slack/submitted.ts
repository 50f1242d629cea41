import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { decodeContext, type FormContext, inputIds } from '../../views/action-ids.ts'
import type { MessageView } from '../../views/blocks.ts'
import type { FormValues } from '../../views/form-values.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { fieldErrors } from '../../views/problem.ts'
import type { ViewContext } from '../../views/view-context.ts'
import type { Actor } from '../site/permissions.ts'
import type { UserError, UserErrorCode } from '../site/user-error.ts'
import { isOutOfTime } from './deadline.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { People } from './people.ts'
import { publishHome } from './publish-home.ts'
import { newReference } from './reference.ts'
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

/** In which channel, and which thread there; none: directly. */
type Where = Pick<FormContext, 'channel' | 'thread'>

/**
 * What only the sender is told; what they are `shown` and what nothing may keep, such as a password; or what is wrong, by
 * block_id.
 */
export type Outcome =
  | ({ told: MessageView } & Where)
  | ({ shown: MessageView } & Where)
  | { errors: Record<string, string> }

/** Does what a form asks. */
export type OnSubmit = (submission: Submission, deps: ListenerDeps) => Promise<Outcome>

/** The input at which a mistake is shown. */
const INPUT_OF: Partial<Record<UserErrorCode, string>> = {
  'date-unreadable': inputIds.lastDay,
  'date-past': inputIds.lastDay,
  'date-too-late': inputIds.lastDay,
  'access-user-invalid': inputIds.accessUser,
  'password-short': inputIds.password,
  'password-long': inputIds.password,
  'person-missing': inputIds.owner,
  'owner-unfit': inputIds.owner,
  'owner-unknown': inputIds.owner,
}

/** What may go another way in a minute, or once something else was done: what was typed is kept. */
const CAN_BE_SENT_AGAIN: readonly UserErrorCode[] = [
  'slack-silent',
  'slack-refuses',
  'owner-quota-reached',
  'site-quota-reached',
]

/** Listens for a form of ours. A mistake is shown at its input; what has none takes the form's place. */
export function onSubmit(
  app: App,
  deps: ListenerDeps,
  callbackId: string,
  work: OnSubmit,
  identify: People['who'] = deps.people.who,
): void {
  app.view<ViewSubmitAction>(callbackId, async ({ ack, body, client, view }) => {
    const user = body.user.id
    const context = decodeContext(view.private_metadata)
    const { actor, viewContext } = await identify(client, user, context.channel)
    const answer = await work({ user, values: view.state.values, context, client, actor, viewContext }, deps).then(
      (outcome) => answerTo(outcome, { client, user, context, viewContext }, deps),
      (error: unknown) => refuse(error, viewContext, deps),
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
  const report = (error: unknown) => {
    if (!isOutOfTime(error)) deps.report({ reference: newReference(), error })
  }
  const isRead = await tell(outcome, { client, user }).catch((error: unknown) => {
    report(error)
    return false
  })
  // Who has no channel comes from the App Home, and is shown there what changed.
  if (context.channel === undefined) await publishHome(client, user, viewContext, deps).catch(report)
  if (isRead) return undefined
  // It is done, and what they are told may be a password that is kept nowhere. The form is there, and takes no call.
  return { response_action: 'update', view: noticeModal('told' in outcome ? outcome.told : outcome.shown, viewContext) }
}

/** Whether they can read it now; else the form's place is left for it. A direct message would keep what is only shown. */
async function tell(
  outcome: Exclude<Outcome, { errors: unknown }>,
  { client, user }: Pick<Sender, 'client' | 'user'>,
): Promise<boolean> {
  const { channel, thread } = outcome
  const addressee = { user, channel, thread }
  if ('shown' in outcome) return postEphemeral(client, addressee, outcome.shown)
  await postEphemeralOrDm(client, addressee, outcome.told)
  return true
}

function refuse(error: unknown, viewContext: ViewContext, { report }: ListenerDeps): ViewResponseAction {
  const view = errorModal(error, viewContext, report)
  // On top of the form: once it is closed, all that was typed is still there to be sent again.
  if (!isUserError(error)) return { response_action: 'push', view }
  const errors = errorsAtInput(error, viewContext)
  if (errors !== undefined) return { response_action: 'errors', errors }
  return { response_action: CAN_BE_SENT_AGAIN.includes(error.code) ? 'push' : 'update', view }
}

function errorsAtInput(error: UserError, viewContext: ViewContext): Record<string, string> | undefined {
  const input = INPUT_OF[error.code]
  return input === undefined ? undefined : fieldErrors(input, error, viewContext)
}
