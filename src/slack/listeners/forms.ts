import type { App, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { callbackIds, decodeContext, inputIds, type SiteRef } from '../../../views/action-ids.ts'
import type { MessageView } from '../../../views/blocks.ts'
import { doneMessage } from '../../../views/done.ts'
import type { FormValues } from '../../../views/form-values.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import { fieldErrors } from '../../../views/problem.ts'
import type { Reader } from '../../../views/reader.ts'
import { readExtendForm, readHandOverForm, readPasswordForm } from '../../../views/site-forms.ts'
import { ask } from '../../control/ask.ts'
import { deleteWithoutArchive } from '../../site/requests/archive.ts'
import { extend } from '../../site/requests/extend.ts'
import { handOver } from '../../site/requests/settings.ts'
import { UserError, type UserErrorCode } from '../../site/user-error.ts'
import type { ListenerDeps } from '../app.ts'
import { choosePassword } from '../choose-password.ts'
import { publishHome } from '../publish-home.ts'
import { refusalModal } from '../refusal.ts'
import { tellOne } from '../tell-one.ts'

interface Submission {
  user: string
  ref: SiteRef
  values: FormValues
  reader: Reader
}

/** Grants what a form asks, and returns what its sender is told. */
type OnSubmit = (submission: Submission, deps: ListenerDeps) => Promise<MessageView>

/** The forms about one site. A mistake is shown at its input; what has none takes the form's place. */
export function registerForms(app: App, deps: ListenerDeps): void {
  onSubmit(app, deps, callbackIds.extendForm, submitExtend)
  onSubmit(app, deps, callbackIds.passwordForm, submitPassword)
  onSubmit(app, deps, callbackIds.handOverForm, submitHandOver)
  onSubmit(app, deps, callbackIds.deleteForeverForm, submitDeleteForever)
}

/** The input at which a mistake is shown. */
const INPUT_OF: Partial<Record<UserErrorCode, string>> = {
  'date-unreadable': inputIds.lastDay,
  'date-past': inputIds.lastDay,
  'date-too-late': inputIds.lastDay,
  'access-user-invalid': inputIds.accessUser,
  'password-short': inputIds.password,
  'password-long': inputIds.password,
  'person-missing': inputIds.owner,
}

const submitExtend: OnSubmit = async ({ ref, user, values, reader }, deps) => {
  const extension = { until: readExtendForm(values), ...(ref.from !== undefined && { from: ref.from }) }
  const site = await ask(deps, ref, user, (found, asked) => extend(found, extension, asked, deps.policy))
  return doneMessage('extend', site, reader)
}

const submitPassword: OnSubmit = async ({ ref, user, values, reader }, deps) => {
  const typed = readPasswordForm(values)
  const { password, wasGenerated, changeIt } = await choosePassword(typed.password)
  const site = await ask(deps, ref, user, changeIt(typed.user))
  if (!wasGenerated) return doneMessage('changePassword', site, reader)
  return passwordShown({ name: site.name, user: site.spec.access.user, password }, reader)
}

const submitHandOver: OnSubmit = async ({ ref, user, values, reader }, deps) => {
  const owner = readHandOverForm(values)
  if (owner === undefined) throw new UserError('person-missing', {})
  return doneMessage('handOver', await ask(deps, ref, user, (site, asked) => handOver(site, owner, asked)), reader)
}

const submitDeleteForever: OnSubmit = async ({ ref, user, reader }, deps) =>
  doneMessage('deleteWithoutArchive', await ask(deps, ref, user, deleteWithoutArchive), reader)

function onSubmit(app: App, deps: ListenerDeps, callbackId: string, work: OnSubmit): void {
  app.view<ViewSubmitAction>(callbackId, async ({ ack, body, client, view }) => {
    const user = body.user.id
    const reader = await deps.readers.person(client, user)
    try {
      const { ref, channel } = decodeContext(view.private_metadata)
      if (ref === undefined) throw new UserError('page-unknown', {})
      const message = await work({ user, ref, values: view.state.values, reader }, deps)
      await tell(client, { user, channel }, message, reader, deps)
      await ack()
    } catch (error) {
      const errors = error instanceof UserError ? errorsAtInput(error, reader) : undefined
      if (errors !== undefined) await ack({ response_action: 'errors', errors })
      else await ack({ response_action: 'update', view: refusalModal(error, reader, deps.report) })
    }
  })
}

function errorsAtInput(error: UserError, reader: Reader): Record<string, string> | undefined {
  const input = INPUT_OF[error.code]
  return input === undefined ? undefined : fieldErrors(input, error, reader)
}

/** In the channel where the form was asked for; a form of the App Home is answered there and by direct message. */
async function tell(
  client: WebClient,
  to: { user: string; channel: string | undefined },
  message: MessageView,
  reader: Reader,
  deps: ListenerDeps,
): Promise<void> {
  await tellOne(client, to, message)
  if (to.channel === undefined) await publishHome(client, to.user, reader, deps)
}
