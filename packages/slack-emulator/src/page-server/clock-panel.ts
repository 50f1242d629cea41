import type { Instant } from '../real-time.ts'

/** The workspace's clock, and the ways to put it forward. */
export interface ClockPanel {
  now(): Instant
  /** When something will happen by itself. */
  nextEventAt(): Instant | undefined
  /** Resolves when all that was due meanwhile has happened. */
  skip(ms: number): Promise<void>
  skipToNext(): Promise<void>
}
