import type { Instant } from '../real-time.ts'
import type { Screen } from '../workspace.ts'

/** What the event stream brings. */
export interface ClockReading {
  now: Instant
  nextEventAt?: Instant
}

export interface Update {
  screen: Screen
  clock: ClockReading
}
