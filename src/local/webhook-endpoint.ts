import type { IncomingMessage, ServerResponse } from 'node:http'
import { GITHUB_EVENTS_PATH } from '../site/paths.ts'
import { MAX_EVENT_BYTES } from '../github/events/event-reply.ts'
import { createWebhookEndpoint, type WebhookEndpointDeps } from '../github/events/webhook-endpoint.ts'
import { readBody } from './read-body.ts'

/** Takes the events of GitHub's emulator, as the slack function takes GitHub's; false for other requests. */
export function createLocalWebhookEndpoint(deps: WebhookEndpointDeps) {
  const endpoint = createWebhookEndpoint(deps)
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (req.url?.split('?', 1)[0] !== GITHUB_EVENTS_PATH) return false
    const { method = '', headers } = req
    const reply = await endpoint({ method, headers, body: () => readBody(req, MAX_EVENT_BYTES) })
    res.writeHead(reply.status, { ...reply.headers, ...(reply.status === 413 && { connection: 'close' }) })
    res.end(reply.body)
    return true
  }
}
