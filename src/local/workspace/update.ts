import type { Instant } from '../../site/time.ts'
import type { Screen } from '../slack/workspace.ts'

/** What the event stream brings. */
export interface ClockReading {
  now: Instant
  nextEventAt?: Instant
}

export interface Update {
  screen: Screen
  clock: ClockReading
}
