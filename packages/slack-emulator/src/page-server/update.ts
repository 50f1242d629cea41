import type { Instant } from '../clock.ts'
import type { Screen, ScreenChange } from '../workspace.ts'

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

/** What one person sees, or what has changed in it. The event's id is the position that it leads to. */
export type Update = WholeUpdate | ChangeUpdate

export interface WholeUpdate {
  screen: Screen
  clock: ClockReading
}

export interface ChangeUpdate {
  /** The position of the update before. */
  after: string
  change: ScreenChange
  clock: ClockReading
}

export interface ClockReading {
  now: Instant
  nextEventAt?: Instant
}
