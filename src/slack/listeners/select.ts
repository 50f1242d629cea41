import type { App } from '@slack/bolt'
import { actionIds, callbackIds, decodePage } from '../../../views/action-ids.ts'
import { MAX_OPTIONS } from '../../../views/inputs.ts'
import { manyOutcomes } from '../../../views/many-outcomes.ts'
import { deleteManyForm, readSelectForm, restForm, selectForm } from '../../../views/select-form.ts'
import { runOnMany } from '../../control/run-on-many.ts'
import { operationNamed } from '../../site/operations/all.ts'
import { expectInsider } from '../../site/permissions.ts'
import { isAlive } from '../../site/phase.ts'
import { UserError } from '../../site/user-error.ts'
import { threadOf } from '../answer-click.ts'
import { answerError } from '../answer-error.ts'
import { timeLeft } from '../deadline.ts'
import { listedSites } from '../list-sites.ts'
import { runRequested } from '../operations.ts'
import type { ListenerDeps } from '../people.ts'
import { onSubmit, type OnSubmit } from '../submitted.ts'

/** *Select…* below lists and in the App Home: one action for up to a hundred sites. */
export function registerSelect(app: App, deps: ListenerDeps): void {
  const { people, store, clock } = deps
  app.action({ type: 'block_actions', action_id: actionIds.select }, async ({ ack, action, body, client, respond }) => {
    await ack()
    const { actor, viewContext } = await people.who(client, body.user.id, body.channel?.id)
    try {
      expectInsider(actor)
      const listed = decodePage('value' in action ? action.value : undefined)
      if (listed === undefined) throw new UserError('button-unknown', {})
      const asked = { ...listed, user: body.user.id, channel: body.channel?.id ?? '' }
      const { sites, cursor } = await listedSites(store, asked, MAX_OPTIONS, clock.now(), isAlive)
      if (sites.length === 0) throw new UserError('none-to-select', {})
      const areMore = cursor !== undefined
      // Whoever looked for something means what was found.
      const areChosen = (listed.words ?? []).length > 0 && !areMore
      const where = { channel: body.channel?.id, thread: threadOf(body) }
      const view = selectForm({ sites, areChosen, areMore }, where, viewContext)
      await client.views.open({ trigger_id: body.trigger_id, view })
    } catch (error) {
      await answerError(error, { body, client, respond, viewContext }, deps)
    }
  })
  onSubmit(app, deps, callbackIds.selectForm, submitSelected, () => false)
}

/** The part of the time for calls that's kept for the answer. */
const ANSWER_MS = 1000

/**
 * Works until the answer is due, since a function ends with its answer. What there was no time for is in a form that is sent once more. A form
 * that is sent twice does nothing twice: it has the expiries that were seen.
 */
const submitSelected: OnSubmit = async ({ context, values, ...requester }, deps) => {
  const { channel, thread, operation } = context
  const { viewContext } = requester
  const { refs, action = operation === 'delete' ? { operation } : undefined } = readSelectForm(values)
  if (refs.length === 0 || action === undefined) throw new UserError('button-unknown', {})
  const where = { channel, thread }
  if (action.operation === 'delete' && operation !== 'delete') return { view: deleteManyForm(refs, where, viewContext) }
  const { days } = action
  const args = days === undefined ? {} : { until: days }
  const outcomes = await runOnMany(
    refs,
    async (ref) => {
      const request = { operation: operationNamed(action.operation), args, seenExpiry: ref.from }
      return (await runRequested(request, ref, requester, deps)).site
    },
    { isTimeLeft: () => timeLeft() > ANSWER_MS, report: deps.report },
  )
  const left = new Set(outcomes.filter(({ is }) => is === 'left').map(({ name }) => name))
  const rest = refs.filter(({ name }) => left.has(name))
  const message = manyOutcomes(action, outcomes, viewContext)
  if (rest.length === 0) return { message, ...where }
  return { message, ...where, next: restForm({ rest, action, done: refs.length - rest.length }, where, viewContext) }
}
