import { SECOND_MS } from '../site/time.ts'
import type { Refusal } from './answer-error.ts'

/** "Rate limits for the REST API": at least a minute where GitHub does not say. */
const UNSAID_S = 60

/** GitHub's own of several years, and those of what stands before it. */
const WORDS = /\b(?:secondary rate|rate limit|abuse detection|too many requests|too quickly)\b/i

/** "Rate limits for the REST API": 429, or 403 with `retry-after`, with nothing remaining, or with no more than words. */
export function isLimit(status: number, { headers }: Pick<Refusal, 'headers'>, message = ''): boolean {
  if (status === 429) return true
  const isSaid = 'retry-after' in headers || headers['x-ratelimit-remaining'] === '0'
  return status === 403 && (isSaid || WORDS.test(message))
}

/** How long GitHub wants to be left alone, in whole seconds, by the first of its headers that tells. */
export function secondsToWait({ headers }: Pick<Refusal, 'headers'>): number {
  const said = headers['retry-after']
  if (typeof said === 'string' && /^\d+$/.test(said)) return Math.max(1, Number(said))
  const until = typeof said === 'string' ? Date.parse(said) : resetOf(headers)
  // By GitHub's own clock: ours may be another.
  const waitMs = until - momentOf(headers['date'])
  return Number.isNaN(waitMs) ? UNSAID_S : Math.max(1, Math.ceil(waitMs / SECOND_MS) + 1)
}

/** NaN where the hour is not used up. */
function resetOf(headers: Refusal['headers']): number {
  const reset = headers['x-ratelimit-reset']
  return headers['x-ratelimit-remaining'] === '0' && reset !== undefined ? Number(reset) * SECOND_MS : Number.NaN
}

function momentOf(date: unknown): number {
  return typeof date === 'string' ? Date.parse(date) : Number.NaN
}
