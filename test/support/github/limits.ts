import { type Answer, failed } from './answer.ts'

/** Of an installation, in an hour. */
const LIMIT = 5000
const HOUR_S = 60 * 60
/** "Rate limits for the REST API": requests under way at once. */
const MAX_CONCURRENT = 100

/** GitHub's limits: the hour's, and the secondary ones. */
export interface Limits {
  /** An answer when it is too much; told before each request that counts. */
  enter(now: number): Answer | undefined
  leave(): void
  /** Not modified: does not count. */
  giveBack(): void
  headers(): Record<string, string>
  /** Leaves so many until the hour is over. */
  setRemaining(count: number, resetAt?: number): void
  /** The next requests run into a secondary limit, which asks to wait so long, or does not say. */
  refuseNext(times: number, retryAfterS?: number): void
  /** Most requests that were under way at once. */
  mostAtOnce(): number
}

export function createLimits(start: number): Limits {
  let remaining = LIMIT
  let resetS = Math.floor(start / 1000) + HOUR_S
  let refusals: { retryAfterS: number | undefined }[] = []
  let underWay = 0
  let most = 0
  const headers = () => ({
    'x-ratelimit-limit': String(LIMIT),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(LIMIT - remaining),
    'x-ratelimit-reset': String(resetS),
    'x-ratelimit-resource': 'core',
  })
  const secondary = (retryAfterS: number | undefined) =>
    failed(
      403,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) },
    )
  return {
    enter: (now) => {
      underWay += 1
      most = Math.max(most, underWay)
      if (now / 1000 >= resetS) {
        remaining = LIMIT
        resetS = Math.floor(now / 1000) + HOUR_S
      }
      const [refusal, ...others] = refusals
      refusals = others
      if (refusal !== undefined) return secondary(refusal.retryAfterS)
      if (underWay > MAX_CONCURRENT) return secondary(60)
      if (remaining === 0) return failed(403, 'API rate limit exceeded for installation.')
      remaining -= 1
      return undefined
    },
    leave: () => {
      underWay -= 1
    },
    giveBack: () => {
      remaining += 1
    },
    headers,
    setRemaining: (count, resetAt) => {
      remaining = count
      if (resetAt !== undefined) resetS = Math.floor(resetAt / 1000)
    },
    refuseNext: (times, retryAfterS) => {
      refusals = Array.from({ length: times }, () => ({ retryAfterS }))
    },
    mostAtOnce: () => most,
  }
}
