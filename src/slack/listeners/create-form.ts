import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { actionIds, callbackIds, inputIds } from '../../../views/action-ids.ts'
import { createdMessage } from '../../../views/operation-text.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import { readCreateForm } from '../../../views/read-create-form.ts'
import { createSite } from '../../control/create-site.ts'
import { SECOND_WAY_MS } from '../answer-click.ts'
import { answerMistakes } from '../answer-mistakes.ts'
import { leaving } from '../deadline.ts'
import type { ListenerDeps } from '../people.ts'
import { channelClosure, existsVia } from '../order-checks.ts'
import { openCreateForm, prepareCreateForm } from '../open-create-form.ts'
import { redrawCreateForm, redrawForBranch, redrawWithMore } from '../redraw-create-form.ts'
import { errorMessage } from '../error-response.ts'
import { depsFor, expectReaderVia } from '../repository-reader.ts'
import { onSubmit, type OnSubmit } from '../submitted.ts'
import { postEphemeralOrDm } from '../ephemeral.ts'

/** The create form: opens it from the shortcut and the App Home (commands open it themselves), redraws it, and handles its submission. */
export function registerCreateForm(app: App, deps: ListenerDeps): void {
  const open = async (
    client: WebClient,
    opening: { triggerId: string; user: string; channel?: string | undefined },
  ) => {
    prepareCreateForm(deps)
    const person = await deps.people.whoCreates(client, opening.user, opening.channel)
    const { viewContext } = person
    try {
      await leaving(SECOND_WAY_MS, () => openCreateForm(client, opening, person, deps))
    } catch (error) {
      await postEphemeralOrDm(client, opening, errorMessage(error, viewContext, deps.report))
    }
  }
  app.shortcut(callbackIds.createShortcut, async ({ ack, client, shortcut }) => {
    await ack()
    await open(client, { triggerId: shortcut.trigger_id, user: shortcut.user.id })
  })
  app.action({ type: 'block_actions', action_id: actionIds.create }, async ({ ack, body, client }) => {
    await ack()
    await open(client, { triggerId: body.trigger_id, user: body.user.id, channel: body.channel?.id })
  })
  const redraws = {
    [inputIds.repository]: redrawCreateForm,
    [inputIds.branch]: redrawForBranch,
    [actionIds.moreOptions]: redrawWithMore,
  }
  for (const [id, redraw] of Object.entries(redraws)) {
    app.action({ type: 'block_actions', action_id: id }, async ({ ack, body, client }) => {
      await ack()
      const { view, user } = body
      if (view !== undefined)
        await redraw(client, view, deps.people.who(client, user.id), depsFor(client, user.id, deps))
    })
  }
  onSubmit(app, deps, callbackIds.createForm, submitCreate, () => true)
}

/** Only the creator sees this, and a generated password only this once. */
const submitCreate: OnSubmit = async (submission, deps) => {
  const { client, user, values, context, actor, viewContext } = submission
  const creation = await createSite(readCreateForm(values, context), actor, {
    ...deps,
    exists: existsVia(deps),
    expectReader: expectReaderVia(client, deps),
    channelClosure: (channel) => channelClosure(client, channel),
  })
  if ('errors' in creation) return answerMistakes(creation.errors, submission, depsFor(client, user, deps))
  const { site, password, wasGenerated } = creation
  const { name, spec } = site
  const { channel } = spec
  if (!wasGenerated) return { message: createdMessage(site, viewContext), channel }
  return { message: passwordShown({ name, user: spec.access.user, password }, viewContext), isSecret: true, channel }
}
