import { LimitError } from '../site/errors.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import { createChangeCallLog } from './change-call-log.ts'
import type { Clock, LoggedCalls, SiteStore } from './ports.ts'

/** So many calls of these kinds in any such time; left out: of all kinds. */
export interface CallLimit {
  most: number
  inMs: number
  of?: string
}

/** Calls of the last minute and more are told apart to five seconds; what matters only to an hour's limit, to two minutes. */
const FINE_MS = 5 * SECOND_MS
const COARSE_MS = 2 * MINUTE_MS
const FINE_FOR_MS = 90 * SECOND_MS
/** Clocks differ by less. */
const AHEAD_MS = MINUTE_MS

/**
 * Counts calls of a service, of all processes of the stack together, in the table, and keeps them within limits that the service has for all
 * of them.
 * @returns counts a call of that kind. LimitError without counting it where one of these limits has no room for it
 */
export function createCallLog(
  { store, clock }: { store: Pick<SiteStore, 'loadCallLog' | 'saveCallLog'>; clock: Clock },
  name: string,
  longestMs: number,
): (kind: string, limits: readonly CallLimit[]) => Promise<void> {
  const change = createChangeCallLog(store, name)
  return (kind, limits) =>
    change((logged) => {
      const now = clock.now()
      const calls = merged(logged, now, longestMs)
      const waitMs = Math.max(...limits.map((limit) => waitOf(calls, limit, now)))
      if (waitMs > 0) throw new LimitError(`There were too many calls: ${name}`, { retryAfterMs: waitMs })
      return merged([...calls, { at: now, kind, count: 1 }], now, longestMs)
    })
}

/** Those of the longest limit, oldest first. What is counted together happened when the last of it did. */
function merged(calls: readonly LoggedCalls[], now: Instant, longestMs: number): LoggedCalls[] {
  const counted = new Map<string, LoggedCalls>()
  // What a clock counted that was far ahead must not have anything wait.
  const recent = calls.filter(({ at }) => at > now - longestMs && at < now + AHEAD_MS)
  for (const { at, kind, count } of recent.toSorted((a, b) => a.at - b.at)) {
    const key = `${kind} ${at > now - FINE_FOR_MS ? `${Math.floor(at / FINE_MS)} fine` : Math.floor(at / COARSE_MS)}`
    counted.set(key, { at, kind, count: count + (counted.get(key)?.count ?? 0) })
  }
  return [...counted.values()]
}

/** How long until there is room for one more. */
function waitOf(calls: readonly LoggedCalls[], { most, inMs, of }: CallLimit, now: Instant): number {
  const counting = calls.filter(({ at, kind }) => at > now - inMs && (of === undefined || kind === of))
  let over = counting.reduce((sum, { count }) => sum + count, 1) - most
  for (const { at, count } of counting.toSorted((a, b) => a.at - b.at)) {
    if (over <= 0) break
    over -= count
    if (over <= 0) return at + inMs - now
  }
  return over <= 0 ? 0 : inMs
}
