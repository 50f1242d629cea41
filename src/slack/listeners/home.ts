import type { App } from '@slack/bolt'
import { actionIds, homeSectionNamed } from '../../../views/action-ids.ts'
import { expectInsider } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import { SECOND_WAY_MS } from '../answer-click.ts'
import { answerError } from '../answer-error.ts'
import { leaving } from '../deadline.ts'
import type { ListenerDeps } from '../people.ts'
import { publishHome } from '../publish-home.ts'
import { errorMessage } from '../error-response.ts'

export function registerHome(app: App, deps: ListenerDeps): void {
  app.action({ type: 'block_actions', action_id: actionIds.expand }, async ({ ack, action, body, client, respond }) => {
    await ack()
    const { actor, viewContext } = await deps.people.who(client, body.user.id)
    try {
      expectInsider(actor)
      const expanded = homeSectionNamed('value' in action ? action.value : undefined)
      if (expanded === undefined) throw new UserError('button-unknown', {})
      await leaving(SECOND_WAY_MS, () => publishHome(client, body.user.id, viewContext, deps, expanded))
    } catch (error) {
      await answerError(error, { body, client, respond, viewContext }, deps)
    }
  })
  app.event('app_home_opened', async ({ client, event }) => {
    if (event.tab !== 'home') return
    const { user } = event
    const { actor, viewContext } = await deps.people.who(client, user)
    try {
      expectInsider(actor)
      await leaving(SECOND_WAY_MS, () => publishHome(client, user, viewContext, deps))
    } catch (error) {
      // The App Home may be out of date, or empty; this says so.
      const { blocks } = errorMessage(error, viewContext, deps.report)
      await client.views.publish({ user_id: user, view: { type: 'home', blocks } })
    }
  })
}
