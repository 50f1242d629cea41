import type { Instant } from '../../site/time.ts'

/**
 * The time of the wire: signatures, trigger ids, response URLs and the 3 s that an app has. It goes on as it is
 * while the workspace's own clock is skipped ahead.
 */
export interface RealTime {
  now(): Instant
  /** Calls `run` after `ms`, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void
}

export const realTime: RealTime = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
