import type { Clock } from '../../control/ports.ts'
import type { Instant } from '../../site/time.ts'

export interface FreshOptions {
  clock: Clock
  /** How old a value may be. */
  maxAgeMs: number
  /** How long to wait for a new one. */
  patienceMs: number
}

/** A value, or why there is none. */
export type Outcome<T> = { value: T } | { error: unknown }

/**
 * The value that `get` gave last, if it is not too old; else a new one. When that fails or takes too long, the old one has to
 * do; one that comes too late for this time is there the next time.
 */
export function createFresh<T>({ clock, maxAgeMs, patienceMs }: FreshOptions, get: () => Promise<T>) {
  let last: { value: T; at: Instant } | undefined
  let under: Promise<Outcome<T>> | undefined
  const renew = async (): Promise<Outcome<T>> => {
    try {
      const value = await get()
      last = { value, at: clock.now() }
      return { value }
    } catch (error) {
      return { error }
    } finally {
      under = undefined
    }
  }
  return async (): Promise<Outcome<T>> => {
    if (last !== undefined && clock.now() - last.at < maxAgeMs) return { value: last.value }
    under ??= renew()
    const outcome = await within(patienceMs, under)
    return 'value' in outcome ? outcome : (last ?? outcome)
  }
}

function within<T>(ms: number, outcome: Promise<Outcome<T>>): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ error: new Error('It took too long') }), ms)
    void outcome.then((early) => {
      clearTimeout(timer)
      resolve(early)
    })
  })
}
