import * as z from 'zod'
import { named } from '../site/errors.ts'
import type { Octokit } from '@octokit/rest'
import { isExpected } from './expected-responses.ts'
import { SECOND_MS } from '../site/time.ts'

/** The parts of Octokit's RequestError that are used. */
export const requestError = z.object({
  status: z.number(),
  message: z.string().optional(),
  request: z.looseObject({ method: z.string(), url: z.string() }),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }).optional(),
})

export type ErrorResponse = NonNullable<z.infer<typeof requestError>['response']>

/** The response is a gateway's or a proxy's, or was cut off. By its status Octokit's plugins retry it. */
export class UnusableResponse extends Error {
  override readonly name = 'UnusableResponse'
  readonly status = 502
  readonly request: { method: string; url: string; request?: unknown }
  /** @param answered status and content type, which can't contain a secret */
  constructor(request: UnusableResponse['request'], answered: { status: number; type: unknown }) {
    const type = typeof answered.type === 'string' && /^[\w/+.; =-]{1,80}$/.test(answered.type) ? answered.type : 'none'
    const { pathname } = new URL(request.url)
    super(`What came for ${request.method} ${pathname} is not GitHub's answer: status ${answered.status}, type ${type}`)
    this.request = request
  }
}
export const isUnusableResponse = named<UnusableResponse>('UnusableResponse')

/** GitHub throttles, in words that Octokit's throttling plugin recognizes. */
export class ThrottledResponse extends Error {
  override readonly name = 'ThrottledResponse'
  readonly status: number
  readonly request: object
  readonly response: ErrorResponse
  constructor({ status, request, headers }: { status: number; request: object; headers: ErrorResponse['headers'] }) {
    super('Secondary rate limit, or the like')
    this.status = status
    this.request = request
    this.response = { headers, data: undefined }
  }
}
export const isThrottledResponse = named<ThrottledResponse>('ThrottledResponse')

/**
 * GitHub's errors are JSON with a message; a gateway's are HTML, or other JSON. Only GitHub's own 404 or 403 may count, since it
 * locks people out.
 */
const githubError = z.looseObject({ message: z.string() })

/**
 * The plugin next to the network. A response that isn't GitHub's is a temporary error, whatever its status: a gateway's 404 would
 * mean "no such team". And throttling is recognized by status and headers: Octokit's plugin goes by the message, and ignores how
 * long to wait where it doesn't know it.
 */
export function checkResponses({ hook, request }: Pick<Octokit, 'hook' | 'request'>) {
  hook.after('request', (answer, options) => {
    if (isExpected(`${options.method} ${options.url}`, answer)) return
    const asked = { ...request.endpoint.parse(options), request: options.request }
    throw new UnusableResponse(asked, { status: answer.status, type: answer.headers['content-type'] })
  })
  hook.error('request', (error) => {
    const { data: refused } = requestError.safeParse(error)
    if (refused?.response === undefined) throw error
    const { status, response, message } = refused
    if (isLimit(status, response, message)) {
      const seconds = secondsToWait(response)
      const headers = { ...response.headers, 'retry-after': String(seconds) }
      throw new ThrottledResponse({ status, request: refused.request, headers })
    }
    if (status < 400 || status >= 500 || githubError.safeParse(response.data).success) throw error
    throw new UnusableResponse(refused.request, { status, type: response.headers['content-type'] })
  })
  return {}
}

/** "Rate limits for the REST API": at least a minute if GitHub doesn't say. */
const UNSAID_S = 60

/** Messages of GitHub over the years, and of what stands before it. */
const WORDS = /\b(?:secondary rate|rate limit|abuse detection|too many requests|too quickly)\b/i

/** "Rate limits for the REST API": 429, or 403 with `retry-after`, with nothing remaining, or with such a message. */
export function isLimit(status: number, { headers }: Pick<ErrorResponse, 'headers'>, message = ''): boolean {
  if (status === 429) return true
  const isSaid = 'retry-after' in headers || headers['x-ratelimit-remaining'] === '0'
  return status === 403 && (isSaid || WORDS.test(message))
}

/** How long to wait, in whole seconds, by the first header that says so. */
export function secondsToWait({ headers }: Pick<ErrorResponse, 'headers'>): number {
  const said = headers['retry-after']
  if (typeof said === 'string' && /^\d+$/.test(said)) return Math.max(1, Number(said))
  const until = typeof said === 'string' ? Date.parse(said) : resetOf(headers)
  // By GitHub's clock, since ours may differ.
  const waitMs = until - momentOf(headers['date'])
  return Number.isNaN(waitMs) ? UNSAID_S : Math.max(1, Math.ceil(waitMs / SECOND_MS) + 1)
}

/** NaN unless the hour's limit is used up. */
function resetOf(headers: ErrorResponse['headers']): number {
  const reset = headers['x-ratelimit-reset']
  return headers['x-ratelimit-remaining'] === '0' && reset !== undefined ? Number(reset) * SECOND_MS : Number.NaN
}

function momentOf(date: unknown): number {
  return typeof date === 'string' ? Date.parse(date) : Number.NaN
}

/** Statuses for which a Response must have no body (Fetch Standard, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/**
 * `fetch` that resolves with the whole body, and rejects when it's cut off; the time limit includes it. Octokit would take an error
 * while reading a body for an empty one (@octokit/request, `getResponseData`).
 */
export function fetchWithBody(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    const body = await answer.arrayBuffer()
    const { status, statusText, headers } = answer
    return new Response(BODILESS.has(status) ? null : body, { status, statusText, headers })
  }
}
