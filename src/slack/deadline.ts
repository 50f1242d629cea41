import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Slack takes an answer within 3 s, and none after that. Calls that we make on the way end this long after the request came; the
 * rest is for the table, for what is done when a call failed, and for the way back.
 */
const CALLS_MS = 2400
/** What a call gets in any case: where the table, or a hash, took the time, the answer may still be in time. */
const LEAST_MS = 300

const deadlines = new AsyncLocalStorage<{ endsAt: number }>()

/** Answers a request: all calls to Slack that `work` makes together end in time for an answer. */
export function withDeadline<T>(work: () => Promise<T>): Promise<T> {
  return deadlines.run({ endsAt: performance.now() + CALLS_MS }, work)
}

/** Does `work` so that `ms` of the time for calls are left when it fails: for another way to do the same. */
export function leaving<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return deadlines.run({ endsAt: endsAt() - ms }, work)
}

/** How long a call may take now, in milliseconds; `mostMs` outside of requests. */
export function timeFor(mostMs: number): number {
  return Math.min(mostMs, Math.max(LEAST_MS, Math.round(endsAt() - performance.now())))
}

/** Our own limit has ended the call: what is done then is another way, and nothing is broken. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.name === 'AbortError'
}

function endsAt(): number {
  return deadlines.getStore()?.endsAt ?? Infinity
}
