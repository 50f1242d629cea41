import { createHmac } from 'node:crypto'
import type { Instant, RealTime } from './clock.ts'

/** How long Slack waits for an answer. */
const ANSWER_MS = 3000

/** A POST to the app's request URL, signed. */
export interface AppRequest {
  headers: Record<string, string>
  body: string
}

export interface AppResponse {
  status: number
  body: string
}

/** How the workspace reaches the app: {@link appAt} its request URL, or a function in this process. */
export type AppHandler = (request: AppRequest) => Promise<AppResponse>

/** The app that listens at that request URL. */
export function appAt(url: string): AppHandler {
  return async (request) => {
    const response = await fetch(url, { method: 'POST', ...request, redirect: 'manual' }).catch((cause: unknown) => {
      throw new Error(`No app answers at ${url}`, { cause })
    })
    return { status: response.status, body: await response.text() }
  }
}

export type AppAnswer = ({ kind: 'answer' } & AppResponse) | { kind: 'timeout' } | { kind: 'unreachable' }

/** The way to the app. */
export interface AppLink {
  connect(app: AppHandler): void
  /** Never rejects: an app that throws is unreachable. */
  send(request: SlackRequest): Promise<AppAnswer>
}

interface AppLinkDeps {
  signingSecret: string
  realTime: RealTime
  /** Gets what the app threw, which Slack never learns. */
  onAppError?: (error: unknown) => void
}

export function createAppLink({ signingSecret, realTime, onAppError }: AppLinkDeps): AppLink {
  let app: AppHandler | undefined
  const deliver = async (handler: AppHandler, request: SlackRequest): Promise<AppAnswer> => {
    try {
      return { kind: 'answer', ...(await handler(signRequest(request, signingSecret, realTime.now()))) }
    } catch (error) {
      onAppError?.(error)
      return { kind: 'unreachable' }
    }
  }
  return {
    connect: (handler) => {
      app = handler
    },
    send: (request) => {
      const handler = app
      if (handler === undefined) return Promise.resolve({ kind: 'unreachable' })
      return new Promise((resolve) => {
        const cancel = realTime.after(ANSWER_MS, () => resolve({ kind: 'timeout' }))
        void deliver(handler, request).then((answer) => {
          cancel()
          resolve(answer)
        })
      })
    },
  }
}

/** undefined when the app acknowledged the request. */
export function failureOf(answer: AppAnswer): string | undefined {
  if (answer.kind === 'timeout') return 'operation_timeout'
  if (answer.kind === 'unreachable') return 'dispatch_failed'
  return answer.status === 200 ? undefined : 'dispatch_failed'
}

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
