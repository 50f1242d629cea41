import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api'
import { PermanentError } from '../site/errors.ts'
import { SECOND_MS } from '../site/time.ts'

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

/** Makes a call, as soon as Slack's Retry-After allows; its error in our terms. A call that was put off had no effect. */
export async function called<T>(call: () => Promise<T>): Promise<T> {
  let waitedMs = 0
  for (;;) {
    try {
      return await call()
    } catch (error) {
      const waitMs = isRateLimited(error) ? error.retryAfter * SECOND_MS : Infinity
      waitedMs += waitMs
      if (waitedMs > PATIENCE_MS) throw translated(error)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}

function translated(error: unknown): unknown {
  const reason = isPlatformError(error) ? REASONS[error.data.error] : undefined
  return reason === undefined ? error : new PermanentError(reason, { cause: error })
}

export function isPlatformError(error: unknown): error is WebAPIPlatformError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError
}

function isRateLimited(error: unknown): error is WebAPIRateLimitedError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError
}
