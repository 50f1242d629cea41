import type { Perform } from '../terminal/perform.ts'

/** A table, and the performer of its commands. */
export interface Connection {
  perform: Perform
  /** Nothing reconciles changes until later. */
  isSeenToLater?: boolean
  close(): Promise<void>
}
