import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import type { Clock } from '../../control/ports.ts'
import type { Deliver } from './deliver.ts'
import type { Hook, HookDelivery, Hooks } from './hooks.ts'

/** Where events go, and what they are signed with. */
export interface HookTarget {
  url: string
  secret: string
}

interface PostDeps {
  deliver: Deliver
  signal: AbortSignal
}

export interface Posted {
  id: string
  /** Of the answer. */
  status?: number
  /** Why there was no answer. */
  error?: string
}

export type PostEvent = (target: HookTarget, event: string, payload: object) => Promise<Posted>

/** Sends an event, signed as GitHub does ("Validating webhook deliveries"). Never rejects. */
export function createPostEvent({ deliver, signal }: PostDeps): PostEvent {
  return async ({ url, secret }, event, payload) => {
    const body = JSON.stringify(payload)
    const id = randomUUID()
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/pokopoko',
      'x-github-delivery': id,
      'x-github-event': event,
      'x-hub-signature-256': await sign(secret, body),
    }
    return deliver({ url, headers, body }, signal).then(
      (status) => ({ id, status }),
      (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
    )
  }
}

/** True when it was taken, as far as the answer tells. */
export type SendEvent = (hook: Hook, event: HookDelivery['event'], payload: object) => Promise<boolean>

/** Sends a hook an event, and records how that went. */
export function createSendEvent(post: PostEvent, hooks: Pick<Hooks, 'record'>, clock: Clock): SendEvent {
  return async (hook, event, payload) => {
    const at = clock.now()
    const posted = await post(hook, event, payload)
    await hooks.record(hook.id, { ...posted, event, at })
    return posted.status !== undefined && posted.status >= 200 && posted.status < 300
  }
}
