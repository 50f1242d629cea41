import type { App } from '@slack/bolt'
import { actionIds, decodePage } from '../../../views/action-ids.ts'
import { expectInsider } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import { answerClick, SECOND_WAY_MS } from '../answer-click.ts'
import { leaving } from '../deadline.ts'
import type { ListenerDeps } from '../people.ts'
import { listSites } from '../list-sites.ts'
import { errorMessage } from '../error-response.ts'

/** *Show more* below a list: the next page replaces this one. */
export function registerList(app: App, { people, report, store, clock }: ListenerDeps): void {
  app.action(
    { type: 'block_actions', action_id: actionIds.nextPage },
    async ({ ack, action, body, client, respond }) => {
      await ack()
      const { actor, viewContext } = await people.who(client, body.user.id, body.channel?.id)
      try {
        expectInsider(actor)
        const page = decodePage('value' in action ? action.value : undefined)
        if (page === undefined) throw new UserError('button-unknown', {})
        const asked = { ...page, user: body.user.id, channel: body.channel?.id ?? '' }
        const list = await listSites(store, asked, viewContext, clock.now())
        await leaving(SECOND_WAY_MS, () => respond({ replace_original: true, ...list }))
      } catch (error) {
        await answerClick(errorMessage(error, viewContext, report), { body, client, respond, viewContext }, { report })
      }
    },
  )
}
