import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Slack accepts an answer for 3 s. Our calls to Slack end this long after the request arrived. The rest is for the table, for the
 * alternative after a failed call, and for the response itself.
 */
const CALLS_MS = 2400
/** The least that a call gets: even if the table or a hash used up the time, the answer may still be in time. */
const LEAST_MS = 300

const deadlines = new AsyncLocalStorage<{ endsAt: number }>()

/** Answers a request; all calls to Slack that `work` makes end in time. */
export function withDeadline<T>(work: () => Promise<T>): Promise<T> {
  return deadlines.run({ endsAt: performance.now() + CALLS_MS }, work)
}

/** Runs `work` and keeps `ms` of the time for calls, for an alternative if it fails. */
export function leaving<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return deadlines.run({ endsAt: endsAt() - ms }, work)
}

/** How long a call can take now, in milliseconds; `mostMs` outside of requests. */
export function timeFor(mostMs: number): number {
  return Math.min(mostMs, Math.max(LEAST_MS, Math.round(timeLeft())))
}

/** The time that is left for calls, in milliseconds; Infinity outside of requests. */
export function timeLeft(): number {
  return endsAt() - performance.now()
}

/** Whether our own limit ended the call: then there's an alternative, and nothing is broken. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.name === 'AbortError'
}

function endsAt(): number {
  return deadlines.getStore()?.endsAt ?? Infinity
}
