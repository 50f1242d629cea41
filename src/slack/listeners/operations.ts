import type { App, BlockElementAction } from '@slack/bolt'
import {
  actionIds,
  buttonIds,
  callbackIds,
  decodeHome,
  decodeRef,
  presetsOf,
  type SiteRef,
} from '../../../views/action-ids.ts'
import type { MessageView } from '../../../views/blocks.ts'
import { noticeModal } from '../../../views/notice-modal.ts'
import { readOperationForm } from '../../../views/operation-form.ts'
import { findSite } from '../../control/run-operation.ts'
import { operationNamed, operations } from '../../site/operations/all.ts'
import { hasKind } from '../../site/operations/arguments.ts'
import { expectInsider } from '../../site/permissions.ts'
import { UserError } from '../../site/user-error.ts'
import { answerClick, type ClickContext, SECOND_WAY_MS, threadOf } from '../answer-click.ts'
import { answerError, isHome } from '../answer-error.ts'
import { isOutOfTime, leaving } from '../deadline.ts'
import { type NamedOperation, openOperationForm, requestOperation } from '../operations.ts'
import type { ListenerDeps, Person } from '../people.ts'
import { publishHome } from '../publish-home.ts'
import { onSubmit, type OnSubmit } from '../submitted.ts'

/** All buttons and menus about a site (on its card, in notifications, lists, and the App Home), and the form that they open. */
export function registerOperations(app: App, deps: ListenerDeps): void {
  for (const operation of operations) {
    for (const id of buttonIds(operation)) onClick(app, deps, id, operation)
  }
  onClick(app, deps, actionIds.more)
  // A link: the browser opens it, but Slack wants the click acknowledged.
  app.action({ type: 'block_actions', action_id: actionIds.open }, async ({ ack }) => ack())
  onSubmit(app, deps, callbackIds.operationForm, submitForm, ({ operation }) => {
    if (operation === undefined) return false
    const { needsCreator, args } = operationNamed(operation)
    return needsCreator || hasKind(args, 'scope')
  })
}

/** Without an operation, it's the one picked from the menu. */
function onClick(app: App, deps: ListenerDeps, actionId: string, own?: NamedOperation): void {
  app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, action, body, client, respond }) => {
    await ack()
    const ref = decodeRef(valueOf(action))
    const operation = own ?? operationNamed(ref?.choice ?? '')
    const identify = operation?.needsCreator === true ? deps.people.whoCreates : deps.people.who
    const person = await identify(client, body.user.id, body.channel?.id)
    const origin = { body, client, respond, viewContext: person.viewContext }
    let answer: MessageView | undefined
    try {
      expectInsider(person.actor)
      if (ref === undefined || operation === undefined) throw new UserError('button-unknown', {})
      answer = await click(operation, ref, own === undefined, { ...origin, ...person }, deps)
    } catch (error) {
      await answerError(error, origin, deps)
      return
    }
    // The operation is done; what fails from here on is only the answer.
    if (answer !== undefined) await answerDone(answer, origin, deps)
  })
}

function valueOf(action: BlockElementAction): string | undefined {
  if ('value' in action) return action.value
  return 'selected_option' in action ? action.selected_option?.value : undefined
}

/** Runs the operation or opens its form; returns what only the person who clicked sees. */
async function click(
  operation: NamedOperation,
  ref: SiteRef,
  isFromMenu: boolean,
  { body, client, ...person }: ClickContext & Person,
  deps: ListenerDeps,
): Promise<MessageView | undefined> {
  const requester = { client, triggerId: body.trigger_id, ...person }
  const preset = presetsOf(operation).find((one) => one === ref.choice)
  const [argument] = Object.keys(operation.args)
  // A button has Slack's own confirmation dialog; a menu's option can't.
  const asks = preset === undefined && (argument !== undefined || (isFromMenu && operation.confirms))
  if (asks) {
    const expanded = decodeHome(body.view?.private_metadata)
    const opening = { from: ref.from, channel: body.channel?.id, thread: threadOf(body), expanded }
    return openOperationForm(operation, await findSite(deps.store, ref), opening, requester, deps)
  }
  const args = argument === undefined || preset === undefined ? {} : { [argument]: preset }
  const { message } = await requestOperation({ operation, args, seenExpiry: ref.from }, ref, requester, deps)
  return message
}

const submitForm: OnSubmit = async ({ context, values, ...requester }, deps) => {
  const { ref, operation: name, channel, thread } = context
  if (ref === undefined || name === undefined) throw new UserError('button-unknown', {})
  const request = { operation: operationNamed(name), args: readOperationForm(name, values), seenExpiry: ref.from }
  return { ...(await requestOperation(request, ref, requester, deps)), channel, thread }
}

/** A click on a message is answered below it. The App Home has no room for answers, so it's drawn again. */
async function answerDone(answer: MessageView, origin: ClickContext, deps: ListenerDeps): Promise<void> {
  const { body, client, viewContext } = origin
  if (!isHome(body)) {
    await answerClick(answer, origin, deps)
    return
  }
  try {
    const expanded = decodeHome(body.view?.private_metadata)
    await leaving(SECOND_WAY_MS, () => publishHome(client, body.user.id, viewContext, deps, expanded))
  } catch (error) {
    if (!isOutOfTime(error)) deps.report(error)
    // The App Home is now out of date, so a modal says what was done.
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(answer, viewContext) })
  }
}
