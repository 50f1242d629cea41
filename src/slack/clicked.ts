import type { App, BlockAction, BlockElementAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { decodeRef, type SiteRef } from '../../views/action-ids.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { type Actor, expectInsider } from '../site/permissions.ts'
import { UserError } from '../site/user-error.ts'
import { answerClick, type ClickContext, SECOND_WAY_MS } from './answer-click.ts'
import { isOutOfTime, leaving } from './deadline.ts'
import { formOrigin } from './form-origin.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { People, Person } from './people.ts'
import { publishHome } from './publish-home.ts'
import { newReference } from './reference.ts'
import { errorMessage, errorModal } from './error-response.ts'
import { threadOf } from './thread-of.ts'

/** A click on something that is about a site. */
export interface Click {
  user: string
  ref: SiteRef
  /** The message's channel, and the thread in it; absent in the App Home. */
  channel?: string
  thread?: string
  triggerId: string
  client: WebClient
  actor: Actor
  viewContext: ViewContext
}

/** Does what was clicked; returns what only the clicker is told, nothing where a form was opened. */
export type OnClick = (click: Click, deps: ListenerDeps) => Promise<MessageView | undefined>

/**
 * Listens for a button or menu of ours. In a message the clicker is answered beneath it; in the App Home, which has
 * no room for answers, it is drawn anew, and a refusal opens as a modal.
 */
export function onClick(
  app: App,
  deps: ListenerDeps,
  actionId: string,
  work: OnClick,
  identify: People['who'] = deps.people.who,
): void {
  app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, action, body, client, respond }) => {
    await ack()
    const person = await identify(client, body.user.id, body.channel?.id)
    const place = { body, client, respond, viewContext: person.viewContext }
    let answer: MessageView | undefined
    try {
      expectInsider(person.actor)
      const ref = decodeRef(valueOf(action))
      if (ref === undefined) throw new UserError('page-unknown', {})
      answer = await work(clickOf(body, ref, client, person), deps)
    } catch (error) {
      await refuse(error, place, deps)
      return
    }
    // From here on it is done: what fails now is only the telling.
    if (answer !== undefined) await tell(answer, place, deps)
  })
}

function valueOf(action: BlockElementAction): string | undefined {
  if ('value' in action) return action.value
  return 'selected_option' in action ? action.selected_option?.value : undefined
}

function clickOf(body: BlockAction, ref: SiteRef, client: WebClient, person: Person): Click {
  const place = formOrigin({ channel: body.channel?.id, thread: threadOf(body) })
  return { user: body.user.id, ref, triggerId: body.trigger_id, client, ...person, ...place }
}

async function tell(answer: MessageView, place: ClickContext, deps: ListenerDeps): Promise<void> {
  const { body, client, viewContext } = place
  if (!isHome(body)) {
    await answerClick(answer, place, deps)
    return
  }
  try {
    await leaving(SECOND_WAY_MS, () => publishHome(client, body.user.id, viewContext, deps))
  } catch (error) {
    if (!isOutOfTime(error)) deps.report({ reference: newReference(), error })
    // What is drawn there is out of date, so this says what was done.
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(answer, viewContext) })
  }
}

async function refuse(error: unknown, place: ClickContext, deps: ListenerDeps): Promise<void> {
  const { body, client, viewContext } = place
  if (!isHome(body)) {
    await answerClick(errorMessage(error, viewContext, deps.report), place, deps)
    return
  }
  try {
    await client.views.open({ trigger_id: body.trigger_id, view: errorModal(error, viewContext, deps.report) })
  } finally {
    await publishHome(client, body.user.id, viewContext, deps)
  }
}

/** Views have no response URL; and no form of ours has such buttons. */
function isHome({ view }: BlockAction): boolean {
  return view !== undefined
}
