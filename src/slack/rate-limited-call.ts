import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api'
import { LimitError, PermanentError } from '../site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { kindOf, type SlackErrorKind } from './slack-errors.ts'

/** What Slack's refusals mean for us; the error's message is Slack's own word. */
const REASONS: Partial<Record<SlackErrorKind, string>> = {
  channel: 'channel-missing',
  message: 'message-missing',
  person: 'person-unreachable',
  app: 'slack-denied',
  content: 'message-refused',
}

/** Longest time to wait, in all, for a call that Slack puts off. */
const PATIENCE_MS = 20 * SECOND_MS

/**
 * From one call to the next once Slack has put one off, and for a minute after that: one message a second a channel, and
 * fifty calls a minute of methods of tier 3. Source: Slack, "Rate limits". Others of our containers call, too: each time
 * that Slack puts a call off again, twice as long, and a little less each time that it does not.
 */
const GAP_MS = 1200
const MAX_GAP_MS = 30 * SECOND_MS

/** Makes calls of one kind, which Slack limits together. */
export type RateLimitedCall = <T>(kind: string, call: () => Promise<T>) => Promise<T>

interface Pace {
  gapMs: number
  /** When the next call may begin, and until when no call may. */
  freeAt: number
  closedUntil: number
}

/**
 * Makes calls, each as soon as Slack's Retry-After allows; their errors in our terms. While calls of a kind are put off,
 * no other of that kind is made. LimitError for one that would wait for too long; it had no effect.
 */
export function createRateLimitedCalls(): RateLimitedCall {
  const paces = new Map<string, Pace>()
  const turnOf = (kind: string): number => {
    const pace = paces.get(kind)
    const now = Date.now()
    if (pace === undefined || pace.closedUntil + MINUTE_MS <= now) return now
    const at = Math.max(now, pace.freeAt)
    pace.freeAt = at + pace.gapMs
    return at
  }
  const close = (kind: string, retryAfterMs: number) => {
    const { gapMs = GAP_MS / 2, freeAt = 0 } = paces.get(kind) ?? {}
    const longer = Math.min(2 * gapMs, MAX_GAP_MS)
    const closedUntil = Date.now() + Math.max(retryAfterMs, longer)
    paces.set(kind, { gapMs: longer, freeAt: Math.max(closedUntil, freeAt), closedUntil })
  }
  const isClosed = (kind: string) => (paces.get(kind)?.closedUntil ?? 0) > Date.now()
  return async (kind, call) => {
    const giveUpAt = Date.now() + PATIENCE_MS
    for (;;) {
      const at = turnOf(kind)
      if (at > giveUpAt) throw new LimitError('Slack is asked too much', { retryAfterMs: at - Date.now() })
      await until(at)
      // Another call was put off while this one waited.
      if (isClosed(kind)) continue
      try {
        const answer = await call()
        const pace = paces.get(kind)
        if (pace !== undefined) pace.gapMs = Math.max(GAP_MS, pace.gapMs * 0.9)
        return answer
      } catch (error) {
        if (!isRateLimited(error)) throw translated(error)
        close(kind, error.retryAfter * SECOND_MS)
      }
    }
  }
}

async function until(at: number): Promise<void> {
  const ms = at - Date.now()
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}

function translated(error: unknown): unknown {
  if (!isPlatformError(error)) return error
  const kind = kindOf(error)
  if (kind === 'limit') return new LimitError('Slack is asked too much', { cause: error })
  const reason = REASONS[kind]
  return reason === undefined ? error : new PermanentError(reason, { message: error.data.error, cause: error })
}

export function isPlatformError(error: unknown): error is WebAPIPlatformError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError
}

function isRateLimited(error: unknown): error is WebAPIRateLimitedError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError
}
