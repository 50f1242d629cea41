import type { Perform } from '../terminal/perform.ts'

/** A table, and somebody who grants wishes on it. */
export interface Connection {
  perform: Perform
  /** Nobody looks at what is changed until later. */
  isLookedAtLater?: boolean
  close(): Promise<void>
}
