import type { Clock, Instant } from '../src/clock.ts'

export interface FakeClock extends Clock {
  advance(ms: number): void
  set(at: Instant): void
}

/** A clock that only moves when a test moves it. */
export function createFakeClock(start: Instant): FakeClock {
  let now = start
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
    set: (at) => {
      now = at
    },
  }
}
