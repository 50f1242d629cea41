import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { actionIds, callbackIds, decodeContext, inputIds } from '../../../views/action-ids.ts'
import { createForm } from '../../../views/create-form.ts'
import { doneMessage } from '../../../views/done.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import { orderErrors, readCreateForm, readDraft } from '../../../views/read-create-form.ts'
import type { Reader } from '../../../views/reader.ts'
import type { Site } from '../../site/site.ts'
import type { ListenerDeps } from '../app.ts'
import { createSite } from '../create-site.ts'
import { openCreateForm } from '../open-create-form.ts'
import { refusalMessage, refusalModal } from '../refusal.ts'
import { tellOne } from '../tell-one.ts'

/** The create form: opened by shortcut or App Home (commands open it themselves), drawn again, submitted. */
export function registerCreateForm(app: App, deps: ListenerDeps): void {
  const open = async (client: WebClient, opening: { triggerId: string; user: string }) => {
    const reader = await deps.readers.person(client, opening.user)
    try {
      await openCreateForm(client, opening, reader, deps)
    } catch (error) {
      await tellOne(client, opening, refusalMessage(error, reader, deps.report))
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
  // Another repository has other branches: the form is drawn again with its default branch.
  app.action({ type: 'block_actions', action_id: inputIds.repository }, async ({ ack, body, client }) => {
    await ack()
    if (body.view === undefined) return
    const { id, hash, state, private_metadata: metadata } = body.view
    const draft = readDraft(state.values)
    const branches = draft.repository === undefined ? [] : await deps.codeHost.branches(draft.repository, '')
    const { branch: _, ...rest } = draft
    const redrawn = { ...rest, ...(branches[0] !== undefined && { branch: branches[0] }) }
    const reader = await deps.readers.person(client, body.user.id)
    const setting = { catalogue: deps.catalogue, now: deps.clock.now(), context: decodeContext(metadata) }
    await client.views.update({ view_id: id, hash, view: createForm(redrawn, setting, reader) })
  })
  app.view(callbackIds.createForm, async ({ ack, body, client, view }) => {
    const reader = await deps.readers.person(client, body.user.id)
    try {
      const creation = await createSite(readCreateForm(view.state.values), body.user.id, deps)
      if ('errors' in creation) {
        await ack({ response_action: 'errors', errors: orderErrors(creation.errors, view.state.values, reader) })
        return
      }
      await tellCreator(client, body.user.id, creation, reader)
      await ack()
    } catch (error) {
      await ack({ response_action: 'update', view: refusalModal(error, reader, deps.report) })
    }
  })
}

/** Only the creator is told, and a generated password only this once. */
async function tellCreator(
  client: WebClient,
  user: string,
  { site, password, wasGenerated }: { site: Site; password: string; wasGenerated: boolean },
  reader: Reader,
): Promise<void> {
  const { name, spec } = site
  const message = wasGenerated
    ? passwordShown({ name, user: spec.access.user, password }, reader)
    : doneMessage('create', site, reader)
  await tellOne(client, { user, channel: spec.channel }, message)
}
