import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api'
import { LimitError, PermanentError } from '../site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'

/** What Slack's answers mean for us; any other is taken for passing. Sources: the methods' pages, "Errors". */
const REASONS: Record<string, string> = {
  channel_not_found: 'channel-missing',
  is_archived: 'channel-missing',
  not_in_channel: 'channel-missing',
  restricted_action: 'channel-missing',
  message_not_found: 'message-missing',
  cant_update_message: 'message-missing',
  thread_not_found: 'message-missing',
}

/** Longest time to wait, in all, for a call that Slack puts off. */
const PATIENCE_MS = 20 * SECOND_MS

/**
 * From one call to the next once Slack has put one off, and for a minute after that: one message a second a channel, and
 * fifty calls a minute of methods of tier 3. Source: Slack, "Rate limits".
 */
const GAP_MS = 1200

/** Calls of one kind, which Slack limits together. */
export type Called = <T>(kind: string, call: () => Promise<T>) => Promise<T>

/**
 * Makes calls, each as soon as Slack's Retry-After allows; their errors in our terms. While calls of a kind are put off,
 * no other of that kind is made. LimitError for one that would wait for too long; it had no effect.
 */
export function createCalled(): Called {
  const paces = new Map<string, { freeAt: number; pacedUntil: number }>()
  const turnOf = (kind: string): number => {
    const pace = paces.get(kind)
    const now = Date.now()
    if (pace === undefined || pace.pacedUntil <= now) return now
    const at = Math.max(now, pace.freeAt)
    pace.freeAt = at + GAP_MS
    return at
  }
  return async (kind, call) => {
    const giveUpAt = Date.now() + PATIENCE_MS
    for (;;) {
      const at = turnOf(kind)
      if (at > giveUpAt) throw new LimitError('Slack is asked too much', { retryAfterMs: at - Date.now() })
      await until(at)
      try {
        return await call()
      } catch (error) {
        if (!isRateLimited(error)) throw translated(error)
        const freeAt = Math.max(Date.now() + error.retryAfter * SECOND_MS, paces.get(kind)?.freeAt ?? 0)
        paces.set(kind, { freeAt, pacedUntil: freeAt + MINUTE_MS })
      }
    }
  }
}

async function until(at: number): Promise<void> {
  const ms = at - Date.now()
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}

function translated(error: unknown): unknown {
  const reason = isPlatformError(error) ? REASONS[error.data.error] : undefined
  return reason === undefined ? error : new PermanentError(reason, { cause: error })
}

function isPlatformError(error: unknown): error is WebAPIPlatformError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError
}

function isRateLimited(error: unknown): error is WebAPIRateLimitedError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError
}
