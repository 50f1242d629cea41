import type { App } from '@slack/bolt'
import { callbackIds, type SiteRef } from '../../../views/action-ids.ts'
import type { MessageView } from '../../../views/blocks.ts'
import { doneMessage } from '../../../views/done.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import { readExtendForm, readHandOverForm, readPasswordForm } from '../../../views/site-forms.ts'
import { ask } from '../../control/ask.ts'
import { choosePassword } from '../../control/passwords.ts'
import { deleteWithoutArchive } from '../../site/requests/archive.ts'
import { extend } from '../../site/requests/extend.ts'
import { handOver } from '../../site/requests/settings.ts'
import { expectFitOwner } from '../../site/owner.ts'
import { UserError } from '../../site/user-error.ts'
import type { ListenerDeps } from '../listener-deps.ts'
import { onSubmit, type OnSubmit, type Submission } from '../submitted.ts'

/** The forms about one site. */
export function registerForms(app: App, deps: ListenerDeps): void {
  onSubmit(app, deps, callbackIds.extendForm, aboutSite(submitExtend))
  onSubmit(app, deps, callbackIds.passwordForm, aboutSite(submitPassword))
  onSubmit(app, deps, callbackIds.handOverForm, aboutSite(submitHandOver))
  onSubmit(app, deps, callbackIds.deleteForeverForm, aboutSite(submitDeleteForever))
}

/** Grants what a form asks, and returns what its sender is told, or what they are shown and nothing may keep. */
type Grant = (
  submission: Submission & { ref: SiteRef },
  deps: ListenerDeps,
) => Promise<{ told: MessageView } | { shown: MessageView }>

function aboutSite(grant: Grant): OnSubmit {
  return async (submission, deps) => {
    const { ref, ...where } = submission.context
    if (ref === undefined) throw new UserError('page-unknown', {})
    return { ...(await grant({ ...submission, ref }, deps)), ...where }
  }
}

const submitExtend: Grant = async ({ ref, actor, values, viewContext }, deps) => {
  const extension = { until: readExtendForm(values), ...(ref.from !== undefined && { from: ref.from }) }
  const site = await ask(deps, ref, actor, (found, asked) => extend(found, extension, asked, deps.policy))
  return { told: doneMessage('extend', site, viewContext) }
}

const submitPassword: Grant = async ({ ref, actor, values, viewContext }, deps) => {
  const typed = readPasswordForm(values)
  const { password, wasGenerated, changeIt } = await choosePassword(typed.password)
  const site = await ask(deps, ref, actor, changeIt(typed.user))
  if (!wasGenerated) return { told: doneMessage('changePassword', site, viewContext) }
  return { shown: passwordShown({ name: site.name, user: site.spec.access.user, password }, viewContext) }
}

const submitHandOver: Grant = async ({ client, ref, actor, values, viewContext }, deps) => {
  const owner = readHandOverForm(values)
  if (owner === undefined) throw new UserError('person-missing', {})
  expectFitOwner(owner, await deps.people.membershipOf(client, owner))
  const site = await ask(deps, ref, actor, (found, asked) => handOver(found, owner, asked))
  return { told: doneMessage('handOver', site, viewContext) }
}

const submitDeleteForever: Grant = async ({ ref, actor, viewContext }, deps) => {
  const site = await ask(deps, ref, actor, deleteWithoutArchive)
  return { told: doneMessage('deleteWithoutArchive', site, viewContext) }
}
