import type { App, BlockAction, BlockElementAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { decodeRef, type SiteRef } from '../../views/action-ids.ts'
import type { Reader } from '../../views/reader.ts'
import { type Actor, expectInsider } from '../site/permissions.ts'
import { UserError } from '../site/user-error.ts'
import { answerClick, type ClickPlace } from './answer-click.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { People, Person } from './people.ts'
import { publishHome } from './publish-home.ts'
import { refusalMessage, refusalModal } from './refusal.ts'

/** A click on something that is about a site. */
export interface Click {
  user: string
  ref: SiteRef
  /** The message's channel; absent in the App Home. */
  channel?: string
  triggerId: string
  client: WebClient
  actor: Actor
  reader: Reader
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
    const { actor, reader } = await identify(client, body.user.id, body.channel?.id)
    try {
      expectInsider(actor)
      const ref = decodeRef(valueOf(action))
      if (ref === undefined) throw new UserError('page-unknown', {})
      const answer = await work(clickOf(body, ref, client, { actor, reader }), deps)
      if (answer !== undefined) await tell(answer, { body, client, respond, reader }, deps)
    } catch (error) {
      await refuse(error, { body, client, respond, reader }, deps)
    }
  })
}

function valueOf(action: BlockElementAction): string | undefined {
  if ('value' in action) return action.value
  return 'selected_option' in action ? action.selected_option?.value : undefined
}

function clickOf(body: BlockAction, ref: SiteRef, client: WebClient, person: Person): Click {
  const channel = body.channel?.id
  const { trigger_id: triggerId, user } = body
  return { user: user.id, ref, triggerId, client, ...person, ...(channel !== undefined && { channel }) }
}

async function tell(answer: MessageView, place: ClickPlace, deps: ListenerDeps): Promise<void> {
  const { body, client, reader } = place
  if (isHome(body)) await publishHome(client, body.user.id, reader, deps)
  else await answerClick(answer, place)
}

async function refuse(error: unknown, place: ClickPlace, deps: ListenerDeps): Promise<void> {
  const { body, client, reader } = place
  if (isHome(body)) {
    await client.views.open({ trigger_id: body.trigger_id, view: refusalModal(error, reader, deps.report) })
    await publishHome(client, body.user.id, reader, deps)
  } else await answerClick(refusalMessage(error, reader, deps.report), place)
}

/** Views have no response URL; and no form of ours has such buttons. */
function isHome({ view }: BlockAction): boolean {
  return view !== undefined
}
