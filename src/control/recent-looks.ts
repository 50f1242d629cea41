import type { Instant } from '../site/time.ts'
import type { Clock } from './ports.ts'

/** What an observer saw, or what the record says since then. */
export interface Seen {
  /** The same for as long as nothing has changed. */
  key: string
  since: Instant
  /** How long it needn't be looked at again. */
  freshMs: number
}

export type RecentLooks = ReturnType<typeof createRecentLooks>

const MAX_KEYS = 10_000

/** What this process has looked at just now. */
export function createRecentLooks(clock: Clock) {
  const lookedAt = new Map<string, Instant>()
  return {
    keep: ({ key }: Seen) => {
      // The oldest comes first in a map.
      lookedAt.delete(key)
      lookedAt.set(key, clock.now())
      for (const oldest of lookedAt.keys()) if (lookedAt.size > MAX_KEYS) lookedAt.delete(oldest)
    },
    /** This process has seen it. */
    isFresh: ({ key, freshMs }: Seen) => clock.now() < (lookedAt.get(key) ?? 0) + freshMs,
  }
}
