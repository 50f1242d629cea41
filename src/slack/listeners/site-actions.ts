import type { App } from '@slack/bolt'
import { actionIds, extendActionIds } from '../../../views/action-ids.ts'
import { doneMessage } from '../../../views/done.ts'
import { deleteForeverForm, handOverForm, passwordForm } from '../../../views/site-forms.ts'
import { ask, findSite, type Request } from '../../control/ask.ts'
import type { SiteAction } from '../../site/actions.ts'
import { expectPermitted } from '../../site/permissions.ts'
import { archive, restore } from '../../site/requests/archive.ts'
import { expectAllowed } from '../../site/requests/change.ts'
import { extend } from '../../site/requests/extend.ts'
import { adopt, redeploy, retry } from '../../site/requests/settings.ts'
import { sleep, wake } from '../../site/requests/sleep.ts'
import type { ListenerDeps } from '../listener-deps.ts'
import { type OnClick, onClick } from '../clicked.ts'
import { formOrigin } from '../form-origin.ts'
import { openExtendForm } from '../open-extend-form.ts'

/** All buttons and menus about a site: on its card, on announcements, in lists and in the App Home. */
export function registerSiteActions(app: App, deps: ListenerDeps): void {
  const { policy } = deps
  onClick(app, deps, actionIds.redeploy, requested('redeploy', redeploy))
  onClick(app, deps, actionIds.sleep, requested('sleep', sleep))
  onClick(app, deps, actionIds.wake, requested('wake', wake))
  onClick(app, deps, actionIds.delete, requested('delete', archive))
  onClick(app, deps, actionIds.retry, requested('retry', retry))
  onClick(
    app,
    deps,
    actionIds.restore,
    requested('restore', (site, asked) => restore(site, asked, policy)),
  )
  onClick(app, deps, actionIds.adopt, requested('adopt', adopt), deps.people.whoCreates)
  for (const actionId of extendActionIds) onClick(app, deps, actionId, extendClicked)
  onClick(app, deps, actionIds.changePassword, openPasswordForm)
  onClick(app, deps, actionIds.more, openFromMenu)
  // A link: the browser opens it, and Slack wants the click acknowledged.
  app.action({ type: 'block_actions', action_id: actionIds.open }, async ({ ack }) => ack())
}

function requested(action: SiteAction, request: Request): OnClick {
  return async ({ ref, actor, viewContext }, deps) =>
    doneMessage(action, await ask(deps, ref, actor, request), viewContext)
}

const extendClicked: OnClick = async (click, deps) => {
  const { ref } = click
  const days = Number(ref.choice)
  if (Number.isNaN(days)) return openExtendForm(await findSite(deps.store, ref), click, deps, ref.from)
  const extension = { days, ...(ref.from !== undefined && { from: ref.from }) }
  return requested('extend', (site, asked) => extend(site, extension, asked, deps.policy))(click, deps)
}

const openPasswordForm: OnClick = async (click, { store, policy }) => {
  const { ref, actor, triggerId, client, viewContext } = click
  const site = await findSite(store, ref)
  expectAllowed(site, 'changePassword')
  expectPermitted(actor, site, 'changePassword', policy)
  const about = { name: site.name, id: site.id, accessUser: site.spec.access.user }
  await client.views.open({ trigger_id: triggerId, view: passwordForm(about, formOrigin(click), viewContext) })
  return undefined
}

const openFromMenu: OnClick = async (click, { store, policy }) => {
  const { ref, actor, triggerId, client, viewContext } = click
  const site = await findSite(store, ref)
  const { name, id, spec } = site
  const action = ref.choice === 'handOver' ? 'handOver' : 'deleteWithoutArchive'
  expectAllowed(site, action)
  expectPermitted(actor, site, action, policy)
  const view =
    action === 'handOver'
      ? handOverForm({ name, id, owner: spec.owner }, formOrigin(click), viewContext)
      : deleteForeverForm({ name, id }, formOrigin(click), viewContext)
  await client.views.open({ trigger_id: triggerId, view })
  return undefined
}
