import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import type { Clock } from './clock.ts'
import type { Webhook, WebhookDelivery, Webhooks } from './webhooks.ts'
import { request } from 'node:http'

/** Where events go, and what they are signed with. */
export interface WebhookTarget {
  url: string
  secret: string
}

interface PostDeps {
  deliver: Deliver
  signal: AbortSignal
}

interface Posted {
  id: string
  /** Of the answer. */
  status?: number
  /** Why there was no answer. */
  error?: string
}

export type PostEvent = (target: WebhookTarget, event: string, payload: object) => Promise<Posted>

/** Sends an event, signed as GitHub does ("Validating webhook deliveries"). Never rejects. */
export function createPostEvent({ deliver, signal }: PostDeps): PostEvent {
  return async ({ url, secret }, event, payload) => {
    const body = JSON.stringify(payload)
    const id = randomUUID()
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/emulator',
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

/** True when the answer says that it was received. */
export type SendEvent = (webhook: Webhook, event: WebhookDelivery['event'], payload: object) => Promise<boolean>

/** Sends a webhook an event, and records how that went. */
export function createSendEvent(post: PostEvent, webhooks: Pick<Webhooks, 'recordDelivery'>, clock: Clock): SendEvent {
  return async (webhook, event, payload) => {
    const at = clock.now()
    const posted = await post(webhook, event, payload)
    await webhooks.recordDelivery(webhook.id, { ...posted, event, at })
    return isReceived(posted)
  }
}

export function isReceived({ status }: Posted): boolean {
  return status !== undefined && status >= 200 && status < 300
}

export interface Delivery {
  url: string
  headers: Record<string, string>
  body: string
}

/** Posts it and resolves with the answer's status; doesn't follow redirects. Rejects when there is no answer. */
export type Deliver = (delivery: Delivery, signal: AbortSignal) => Promise<number>

/** As GitHub: receivers answer within 10 s ("Handling failed webhook deliveries"). */
const TIMEOUT_MS = 10_000

/** Webhooks may reach this computer only. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'http:' && (hostname === 'localhost' || hostname.endsWith('.localhost'))
}

/** `deadline` starts the clock for a delivery: 10 s by default. */
export function createDeliver({ deadline: begin = () => AbortSignal.timeout(TIMEOUT_MS) } = {}): Deliver {
  return (delivery, signal) =>
    new Promise((resolve, reject) => {
      if (!isLoopbackUrl(delivery.url)) {
        reject(new Error('only hosts that end in localhost get deliveries'))
        return
      }
      const { host, port, pathname, search } = new URL(delivery.url)
      const deadline = begin()
      const sent = request({
        // Not every system resolves names under localhost.
        host: '127.0.0.1',
        port: port === '' ? 80 : Number(port),
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { ...delivery.headers, host, 'content-length': Buffer.byteLength(delivery.body) },
        signal: AbortSignal.any([signal, deadline]),
        agent: false,
      })
      const fail = (cause: Error) =>
        reject(deadline.aborted ? new Error(`no answer within ${TIMEOUT_MS / 1000} s`, { cause }) : cause)
      sent.on('error', fail)
      sent.on('response', (response) => {
        response.on('error', fail)
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.resume()
      })
      sent.end(delivery.body)
    })
}
