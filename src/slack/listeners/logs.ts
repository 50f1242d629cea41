import type { App } from '@slack/bolt'
import { actionIds, decodeLogRef } from '../../../views/action-ids.ts'
import { USUAL_LINES } from '../../site/logs.ts'
import { expectInsider } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import { answerClick, threadOf } from '../answer-click.ts'
import { errorMessage } from '../error-response.ts'
import type { ListenerDeps } from '../people.ts'
import { requestLogs } from '../request-logs.ts'

/** *Logs* beside what went wrong, and *More* below a log, which sends it as a file. */
export function registerLogs(app: App, deps: ListenerDeps): void {
  onClick(app, deps, actionIds.logs, { lines: USUAL_LINES })
  onClick(app, deps, actionIds.logFile, {})
}

function onClick(app: App, deps: ListenerDeps, actionId: string, howMuch: { lines?: number }): void {
  app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, action, body, client, respond }) => {
    await ack()
    const person = await deps.people.who(client, body.user.id, body.channel?.id)
    const origin = { body, client, respond, viewContext: person.viewContext }
    const answer = async () => {
      expectInsider(person.actor)
      const ref = decodeLogRef('value' in action ? action.value : undefined)
      if (ref === undefined) throw new UserError('button-unknown', {})
      const { log, ...target } = ref
      const place = { channel: body.channel?.id, thread: threadOf(body) }
      return requestLogs(target, { ...howMuch, ...(log !== undefined && { log }) }, { ...person, ...place }, deps)
    }
    const message = await answer().catch((error: unknown) => errorMessage(error, person.viewContext, deps.report))
    await answerClick(message, origin, deps)
  })
}
