import pTimeout from 'p-timeout'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import type { Instant } from '../site/time.ts'

/**
 * Slack waits 3 s for everything together. These calls come first. The code host has a limit of its own (`ask-code-host.ts`), and at
 * least a second is left for a hash, the table, and opening the form.
 */
const LIMIT_MS = 1000

/** `silent`: no answer in time, or an error that may pass. `rejected`: Slack answers nothing until someone fixes the app. */
export type CallResult<T> = { is: 'known'; answer: T } | { is: 'silent' | 'rejected' }

/** Answers of one method of Slack's, cached by key. */
export interface CachedCalls<T> {
  /** Calls only if there's no fresh answer. If the call fails, or takes too long, an older answer serves, unless only fresh ones may. */
  get(key: string, call: () => Promise<T>): Promise<CallResult<T>>
}

export interface CachedCallsOptions {
  clock: Clock
  /** How long an answer is fresh. */
  freshMs: number
  isRejection(error: unknown): boolean
  /** Whether no older answer serves when the call fails. */
  isFreshOnly?: boolean
  /** Called for a rejection, at most once per key every `reportEveryMs`. */
  onRejected(key: string, error: unknown): void
  reportEveryMs: number
}

/** Concurrent calls for one key share an answer. Errors aren't cached. */
export function createCachedCalls<T>({
  clock,
  freshMs,
  isRejection,
  isFreshOnly = false,
  onRejected,
  reportEveryMs,
}: CachedCallsOptions): CachedCalls<T> {
  const cache = createCache<{ answer: T }>({ clock, freshMs })
  const reportedUntil = new Map<string, Instant>()
  const load = async (key: string, call: () => Promise<T>) => {
    try {
      const answer = await call()
      reportedUntil.delete(key)
      return { answer }
    } catch (error) {
      if (isRejection(error) && (reportedUntil.get(key) ?? -Infinity) <= clock.now()) {
        reportedUntil.set(key, clock.now() + reportEveryMs)
        onRejected(key, error)
      }
      throw error
    }
  }
  return {
    get: async (key, call) => {
      try {
        const loaded = cache.get(key, () => load(key, call))
        return { is: 'known', ...(await pTimeout(loaded, { milliseconds: LIMIT_MS })) }
      } catch (error) {
        const last = isFreshOnly ? undefined : cache.last(key)
        return last === undefined ? { is: isRejection(error) ? 'rejected' : 'silent' } : { is: 'known', ...last }
      }
    },
  }
}
