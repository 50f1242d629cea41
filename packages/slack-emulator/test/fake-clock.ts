import type { Clock, Instant } from '../src/clock.ts'

export interface FakeClock extends Clock {
  advance(ms: number): void
  set(at: Instant): void
}

/** A clock that stands still until it is told to move. */
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
