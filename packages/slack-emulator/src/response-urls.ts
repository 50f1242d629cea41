import { randomBytes } from 'node:crypto'
import { postAnswer, type AnswerOrigin } from './answers.ts'
import { SlackError } from './slack-error.ts'
import type { Clock } from './clock.ts'
import type { State } from './state.ts'

/** Slack's "Handling user interaction": up to 5 uses within 30 minutes. */
const MAX_USES = 5
const LIFE_MS = 30 * 60 * 1000

export interface ResponseUrls {
  issue(origin: AnswerOrigin): string
  /** What a POST of `body` (parsed JSON) to the URL gives. A body with an error doesn't count as a use. */
  use(id: string, body: unknown): { status: number; body: Record<string, unknown> }
}

interface ResponseUrlsDeps {
  state: State
  realTime: Clock
  /** Where the HTTP handler is served, without a trailing slash. */
  baseUrl: () => string
}

export function createResponseUrls({ state, realTime, baseUrl }: ResponseUrlsDeps): ResponseUrls {
  const issued = new Map<string, { origin: AnswerOrigin; at: number; uses: number }>()
  return {
    issue: (origin) => {
      const id = randomBytes(18).toString('base64url')
      issued.set(id, { origin, at: realTime.now(), uses: 0 })
      return `${baseUrl()}/response/${id}`
    },
    use: (id, body) => {
      const found = issued.get(id)
      if (found === undefined) return errorResponse(404, 'no_service')
      if (realTime.now() - found.at > LIFE_MS) return errorResponse(404, 'expired_url')
      if (found.uses >= MAX_USES) return errorResponse(404, 'used_url')
      try {
        postAnswer(state, found.origin, body)
      } catch (error) {
        if (error instanceof SlackError) return errorResponse(400, error.code, error.messages)
        throw error
      }
      found.uses += 1
      return { status: 200, body: { ok: true } }
    },
  }
}

function errorResponse(status: number, error: string, messages: string[] = []) {
  return { status, body: { ok: false, error, ...(messages.length > 0 && { response_metadata: { messages } }) } }
}
