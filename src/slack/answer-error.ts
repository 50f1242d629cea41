import type { BlockAction } from '@slack/bolt'
import { decodeHome } from '../../views/action-ids.ts'
import { answerClick, type ClickContext } from './answer-click.ts'
import { errorMessage, errorModal } from './error-response.ts'
import type { ListenerDeps } from './people.ts'
import { publishHome } from './publish-home.ts'

/** Tells whoever clicked what went wrong: below the message, or on top of the App Home, which is drawn again. */
export async function answerError(error: unknown, origin: ClickContext, deps: ListenerDeps): Promise<void> {
  const { body, client, viewContext } = origin
  if (!isHome(body)) {
    await answerClick(errorMessage(error, viewContext, deps.report), origin, deps)
    return
  }
  try {
    await client.views.open({ trigger_id: body.trigger_id, view: errorModal(error, viewContext, deps.report) })
  } finally {
    await publishHome(client, body.user.id, viewContext, deps, decodeHome(body.view?.private_metadata))
  }
}

/** Views have no response URL, and none of our forms has such buttons. */
export function isHome({ view }: BlockAction): boolean {
  return view !== undefined
}
