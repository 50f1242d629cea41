import { type FunctionUrlHandler, type FunctionUrlResult, signedEvent, type SlackRequest } from './sign.ts'
import type { RealTime } from './real-time.ts'

/** Slack waits so long for an answer. */
const ANSWER_MS = 3000

export type AppAnswer = { kind: 'answer'; status: number; body: string } | { kind: 'timeout' } | { kind: 'unreachable' }

/** The way to the app. */
export interface AppLink {
  connect(handler: FunctionUrlHandler): void
  /** Never rejects: a handler that throws gives 502, as with Lambda's Function URLs. */
  send(request: SlackRequest): Promise<AppAnswer>
}

interface AppLinkDeps {
  signingSecret: string
  realTime: RealTime
  /** Told what the handler threw, which Slack never learns. */
  onAppError?: (error: unknown) => void
}

export function createAppLink({ signingSecret, realTime, onAppError }: AppLinkDeps): AppLink {
  let app: FunctionUrlHandler | undefined
  const invoke = async (handler: FunctionUrlHandler, request: SlackRequest): Promise<AppAnswer> => {
    try {
      return answerOf(await handler(signedEvent(request, signingSecret, realTime.now())))
    } catch (error) {
      onAppError?.(error)
      return { kind: 'answer', status: 502, body: 'Internal Server Error' }
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
        void invoke(handler, request).then((answer) => {
          cancel()
          resolve(answer)
        })
      })
    },
  }
}

function answerOf({ statusCode, body = '' }: FunctionUrlResult): AppAnswer {
  return { kind: 'answer', status: statusCode, body }
}

/** undefined when the app took the request. */
export function failureOf(answer: AppAnswer): string | undefined {
  if (answer.kind === 'timeout') return 'operation_timeout'
  if (answer.kind === 'unreachable') return 'dispatch_failed'
  return answer.status === 200 ? undefined : 'dispatch_failed'
}
