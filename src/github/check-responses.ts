import * as z from 'zod'
import { named } from '../site/errors.ts'
import type { Octokit } from '@octokit/rest'
import { isExpected } from './expected-responses.ts'
import { SECOND_MS } from '../site/time.ts'

/** What Octokit's RequestError holds, as far as it is used. */
export const requestError = z.object({
  status: z.number(),
  message: z.string().optional(),
  request: z.looseObject({ method: z.string(), url: z.string() }),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }).optional(),
})

export type ErrorResponse = NonNullable<z.infer<typeof requestError>['response']>

/** A gateway, a proxy or a half connection spoke in GitHub's place. It passes: Octokit's plugins go by the status. */
export class UnusableResponse extends Error {
  override readonly name = 'UnusableResponse'
  readonly status = 502
  readonly request: { method: string; url: string; request?: unknown }
  /** @param answered status and content type, of which no secret can be part */
  constructor(request: UnusableResponse['request'], answered: { status: number; type: unknown }) {
    const type = typeof answered.type === 'string' && /^[\w/+.; =-]{1,80}$/.test(answered.type) ? answered.type : 'none'
    const { pathname } = new URL(request.url)
    super(`What came for ${request.method} ${pathname} is not GitHub's answer: status ${answered.status}, type ${type}`)
    this.request = request
  }
}
export const isUnusableResponse = named<UnusableResponse>('UnusableResponse')

/** GitHub is asked too much, in the words by which Octokit's throttling knows it. */
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
 * GitHub refuses in JSON that says why, and a gateway in between in HTML, or in other JSON. Nothing is believed to be missing, or forbidden for
 * good, but in GitHub's own words: it locks people out.
 */
const refusal = z.looseObject({ message: z.string() })

/**
 * Plugin that stands next to the network. What is not the answer that was asked for is an error that passes, whatever its
 * status: a 404 of a gateway would read as "no such team". And limits are known by status and headers: Octokit's throttling knows them
 * by words, and forgets for how long where these are others.
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
    if (status < 400 || status >= 500 || refusal.safeParse(response.data).success) throw error
    throw new UnusableResponse(refused.request, { status, type: response.headers['content-type'] })
  })
  return {}
}

/** "Rate limits for the REST API": at least a minute where GitHub does not say. */
const UNSAID_S = 60

/** GitHub's own of several years, and those of what stands before it. */
const WORDS = /\b(?:secondary rate|rate limit|abuse detection|too many requests|too quickly)\b/i

/** "Rate limits for the REST API": 429, or 403 with `retry-after`, with nothing remaining, or with no more than words. */
export function isLimit(status: number, { headers }: Pick<ErrorResponse, 'headers'>, message = ''): boolean {
  if (status === 429) return true
  const isSaid = 'retry-after' in headers || headers['x-ratelimit-remaining'] === '0'
  return status === 403 && (isSaid || WORDS.test(message))
}

/** How long GitHub wants to be left alone, in whole seconds, by the first of its headers that tells. */
export function secondsToWait({ headers }: Pick<ErrorResponse, 'headers'>): number {
  const said = headers['retry-after']
  if (typeof said === 'string' && /^\d+$/.test(said)) return Math.max(1, Number(said))
  const until = typeof said === 'string' ? Date.parse(said) : resetOf(headers)
  // By GitHub's own clock: ours may be another.
  const waitMs = until - momentOf(headers['date'])
  return Number.isNaN(waitMs) ? UNSAID_S : Math.max(1, Math.ceil(waitMs / SECOND_MS) + 1)
}

/** NaN where the hour is not used up. */
function resetOf(headers: ErrorResponse['headers']): number {
  const reset = headers['x-ratelimit-reset']
  return headers['x-ratelimit-remaining'] === '0' && reset !== undefined ? Number(reset) * SECOND_MS : Number.NaN
}

function momentOf(date: unknown): number {
  return typeof date === 'string' ? Date.parse(date) : Number.NaN
}

/** Statuses without a body, for which a Response takes none (Fetch Standard, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/**
 * `fetch` that resolves once the body is there in full, and rejects where it breaks off. Its time limit bounds the body, too: Octokit
 * takes an error while it reads a body for an empty one (@octokit/request, `getResponseData`).
 */
export function fetchWithBody(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    const body = await answer.arrayBuffer()
    const { status, statusText, headers } = answer
    return new Response(BODILESS.has(status) ? null : body, { status, statusText, headers })
  }
}
