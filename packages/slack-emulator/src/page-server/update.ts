import type { Instant } from '../clock.ts'
import type { Screen } from '../workspace.ts'

/** What the page's server sends to the page. */

/** Answers `/workspace`; stays the same while the server runs. */
export interface WorkspaceInfo {
  name: string
  byline?: string
  /** Ids of the people the page may act as; it begins with the first. */
  people: string[]
  /** Whether the clock is shown, with buttons that skip time. */
  showsClock: boolean
}

/** What one person sees; comes after every change. */
export interface Update {
  screen: Screen
  clock: ClockReading
}

export interface ClockReading {
  now: Instant
  nextEventAt?: Instant
}
