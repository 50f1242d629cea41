import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import type { Clock } from '../../control/ports.ts'
import type { Deliver } from './deliver.ts'
import type { Hook, HookDelivery, Hooks } from './hooks.ts'

export type SendEvent = (hook: Hook, event: HookDelivery['event'], payload: object) => Promise<void>

interface SendEventDeps {
  hooks: Pick<Hooks, 'record'>
  deliver: Deliver
  clock: Clock
  signal: AbortSignal
}

/** Sends a hook an event, signed as GitHub does ("Validating webhook deliveries"), and records how that went. */
export function createSendEvent({ hooks, deliver, clock, signal }: SendEventDeps): SendEvent {
  return async (hook, event, payload) => {
    const body = JSON.stringify(payload)
    const delivery = { id: randomUUID(), event, at: clock.now() }
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/pokopoko',
      'x-github-delivery': delivery.id,
      'x-github-event': event,
      'x-hub-signature-256': await sign(hook.secret, body),
    }
    const outcome = await deliver({ url: hook.url, headers, body }, signal).then(
      (status) => ({ status }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    )
    await hooks.record(hook.id, { ...delivery, ...outcome })
  }
}
