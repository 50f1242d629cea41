import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api'
import { LimitError, PermanentError } from '../site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { kindOf, type SlackErrorKind } from './slack-errors.ts'

/** Our reasons for Slack's errors; the error's message is Slack's own code. */
const REASONS: Partial<Record<SlackErrorKind, string>> = {
  channel: 'channel-missing',
  message: 'message-missing',
  person: 'person-unreachable',
  app: 'slack-denied',
  content: 'message-refused',
}

/** The longest total wait for a call that Slack rate-limits. */
const PATIENCE_MS = 20 * SECOND_MS

/**
 * The gap between calls after Slack has rate-limited one, and for a minute after that. Slack allows one message a second per channel,
 * and fifty calls a minute for methods of tier 3. Source: Slack, "Rate limits". Our other containers call too, so the gap doubles each
 * time Slack limits a call again, and shrinks a little each time it doesn't.
 */
const GAP_MS = 1200
const MAX_GAP_MS = 30 * SECOND_MS

/** Makes calls of one kind, which Slack limits together. */
export type RateLimitedCall = <T>(kind: string, call: () => Promise<T>) => Promise<T>

interface Pace {
  gapMs: number
  /** When the next call can begin, and until when none can. */
  freeAt: number
  closedUntil: number
}

/**
 * Makes calls as soon as Slack's Retry-After allows, and translates their errors. While Slack limits one kind of call, no other of that
 * kind is made. Throws LimitError if a call would have to wait too long; then it had no effect.
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
      if (at > giveUpAt) throw new LimitError('Slack limits our calls', { retryAfterMs: at - Date.now() })
      await until(at)
      // Slack limited another call while this one waited.
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
  if (kind === 'limit') return new LimitError('Slack limits our calls', { cause: error })
  const reason = REASONS[kind]
  return reason === undefined ? error : new PermanentError(reason, { message: error.data.error, cause: error })
}

export function isPlatformError(error: unknown): error is WebAPIPlatformError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError
}

function isRateLimited(error: unknown): error is WebAPIRateLimitedError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError
}
