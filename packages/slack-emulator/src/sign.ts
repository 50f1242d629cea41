import { createHmac } from 'node:crypto'
import type { Instant } from './real-time.ts'

/** The parts of Lambda's Function URL (payload format 2.0) events and answers that Slack requests use. */
export interface FunctionUrlEvent {
  version: '2.0'
  rawPath: string
  rawQueryString: string
  headers: Record<string, string | undefined>
  requestContext: { http: { method: string; path: string } }
  body?: string
  isBase64Encoded: boolean
}

export interface FunctionUrlResult {
  statusCode: number
  headers?: Record<string, string>
  body?: string
}

export type FunctionUrlHandler = (event: FunctionUrlEvent) => Promise<FunctionUrlResult>

export interface SlackRequest {
  kind: 'form' | 'json'
  body: string
  headers?: Record<string, string>
}

/**
 * A request as it reaches the handler: signed as in Slack's "Verifying requests from Slack" (v0), and with forms in
 * base64, since Function URLs hand over as text only what is text or JSON.
 */
export function signedEvent(request: SlackRequest, signingSecret: string, now: Instant): FunctionUrlEvent {
  const timestamp = String(Math.floor(now / 1000))
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${request.body}`).digest('hex')
  const isForm = request.kind === 'form'
  return {
    version: '2.0',
    rawPath: '/slack/events',
    rawQueryString: '',
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip,deflate',
      'content-length': String(Buffer.byteLength(request.body)),
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...request.headers,
    },
    requestContext: { http: { method: 'POST', path: '/slack/events' } },
    body: isForm ? Buffer.from(request.body).toString('base64') : request.body,
    isBase64Encoded: isForm,
  }
}
