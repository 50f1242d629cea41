import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { actionIds, callbackIds, inputIds } from '../../../views/action-ids.ts'
import { createdMessage } from '../../../views/operation-text.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import { orderErrors, readCreateForm } from '../../../views/read-create-form.ts'
import { createSite } from '../../control/create-site.ts'
import type { CodeHost } from '../../control/code-host.ts'
import { SECOND_WAY_MS } from '../answer-click.ts'
import { leaving } from '../deadline.ts'
import type { ListenerDeps } from '../people.ts'
import { askCodeHost } from '../ask-code-host.ts'
import { openCreateForm, prepareCreateForm } from '../open-create-form.ts'
import { redrawCreateForm, redrawForBranch } from '../redraw-create-form.ts'
import { errorMessage } from '../error-response.ts'
import { depsFor, expectReaderVia } from '../repository-reader.ts'
import { onSubmit, type OnSubmit } from '../submitted.ts'
import { postEphemeralOrDm } from '../ephemeral.ts'
import { isPlatformError } from '../rate-limited-call.ts'
import { kindOf } from '../slack-errors.ts'

/** The create form: opens it from the shortcut and the App Home (commands open it themselves), redraws it, and handles its submission. */
export function registerCreateForm(app: App, deps: ListenerDeps): void {
  const open = async (client: WebClient, opening: { triggerId: string; user: string }) => {
    prepareCreateForm(deps)
    const person = await deps.people.whoCreates(client, opening.user)
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
    await open(client, { triggerId: body.trigger_id, user: body.user.id })
  })
  app.action({ type: 'block_actions', action_id: inputIds.repository }, async ({ ack, body, client }) => {
    await ack()
    const { view, user } = body
    if (view !== undefined)
      await redrawCreateForm(client, view, deps.people.who(client, user.id), depsFor(client, user.id, deps))
  })
  app.action({ type: 'block_actions', action_id: inputIds.branch }, async ({ ack, body, client }) => {
    await ack()
    const { view, user } = body
    if (view !== undefined)
      await redrawForBranch(client, view, deps.people.who(client, user.id), depsFor(client, user.id, deps))
  })
  onSubmit(app, deps, callbackIds.createForm, submitCreate, () => true)
}

/** It comes after who sends the form was asked (`cached-calls.ts`), and before a hash, the table and telling them. */
const EXISTS_LIMIT_MS = 1000

/** Only the creator sees this, and a generated password only this once. */
const submitCreate: OnSubmit = async ({ client, values, actor, viewContext }, deps) => {
  const exists: CodeHost['exists'] = (repository, branch) =>
    askCodeHost(
      deps,
      (host) => host.exists(repository, branch),
      () => 'yes',
      EXISTS_LIMIT_MS,
    )
  const creation = await createSite(readCreateForm(values), actor, {
    ...deps,
    exists,
    expectReader: expectReaderVia(client, deps),
    channelClosure: (channel) => channelClosure(client, channel),
  })
  if ('errors' in creation) return { errors: orderErrors(creation.errors, values, viewContext) }
  const { site, password, wasGenerated } = creation
  const { name, spec } = site
  const { channel } = spec
  if (!wasGenerated) return { message: createdMessage(site, viewContext), channel }
  return { message: passwordShown({ name, user: spec.access.user, password }, viewContext), isSecret: true, channel }
}

/** The part of the time for calls that's kept for the hash, the table, and the answer. */
const REST_MS = 900

/**
 * Slack's error code if the app can't post in that channel; undefined if it can, or Slack doesn't answer in time: if the channel rejects
 * messages later, the owner is notified. In public channels, the app can post without being a member (`chat:write.public`).
 */
async function channelClosure(client: WebClient, channel: string): Promise<string | undefined> {
  try {
    const { channel: info } = await leaving(REST_MS, () => client.conversations.info({ channel }))
    if (info?.is_archived === true) return 'is_archived'
    return info?.is_private === true && info.is_member === false ? 'not_in_channel' : undefined
  } catch (error) {
    return isPlatformError(error) && kindOf(error) === 'channel' ? error.data.error : undefined
  }
}
