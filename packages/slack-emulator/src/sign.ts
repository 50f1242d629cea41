import { createHmac } from 'node:crypto'
import type { AppRequest } from './app-link.ts'
import type { Instant } from './clock.ts'

export interface SlackRequest {
  kind: 'form' | 'json'
  body: string
  headers?: Record<string, string>
}

/** Signs as Slack does. Source: Slack, "Verifying requests from Slack" (v0). */
export function signRequest({ kind, body, headers }: SlackRequest, signingSecret: string, now: Instant): AppRequest {
  const timestamp = String(Math.floor(now / 1000))
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip,deflate',
      'content-type': kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...headers,
    },
    body,
  }
}
