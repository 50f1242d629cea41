import type { Clock } from '../../src/control/ports.ts'
import type { Instant } from '../../src/site/time.ts'

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
