import { clickFailed } from '../notices.ts'
import type { Parts } from '../parts.ts'
import { interaction, payloadForm } from '../payloads/common.ts'
import { viewJson } from '../payloads/view.ts'
import type { SlackNotice } from '../workspace.ts'
import { actor } from './person.ts'

/** A person closes a modal, and with it those that lie on it. Source: Slack's "view_closed payload". */
export async function close(parts: Parts, userId: string, viewId: string): Promise<SlackNotice> {
  const person = actor(parts.state, userId)
  const modal = parts.modals.find({ viewId })
  if (modal === undefined || modal.userId !== userId) return undefined
  const isCleared = modal.view.clear_on_close === true
  if (isCleared) parts.modals.clear(userId)
  else parts.modals.remove(modal)
  if (modal.view.notify_on_close !== true) return undefined
  const payload = {
    ...interaction(parts, 'view_closed', person),
    view: viewJson(parts, modal),
    is_cleared: isCleared,
  }
  return clickFailed(await parts.link.send(payloadForm(payload)), true)
}
