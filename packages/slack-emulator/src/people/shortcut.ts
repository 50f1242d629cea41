import { clickFailed, modalTrouble } from '../notices.ts'
import type { Parts } from '../parts.ts'
import { interaction, payloadForm } from '../payloads/common.ts'
import type { SlackNotice } from '../workspace.ts'
import { actor } from './person.ts'

/** Sends a global shortcut. Source: Slack's "Shortcuts interaction payload". */
export async function runShortcut(parts: Parts, userId: string, callbackId: string): Promise<SlackNotice> {
  const { app, state, link, triggers } = parts
  const person = actor(state, userId)
  if (!app.shortcuts.some((shortcut) => shortcut.callbackId === callbackId)) return modalTrouble('no such shortcut')
  const payload = {
    ...interaction(parts, 'shortcut', person),
    action_ts: state.nextTs(),
    callback_id: callbackId,
    trigger_id: triggers.issue({ userId }),
  }
  return clickFailed(await link.send(payloadForm(payload)), true)
}
