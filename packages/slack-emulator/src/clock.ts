/** A moment, in milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

export interface Clock {
  now(): Instant
}

/**
 * The time of HTTP: signatures, trigger ids, response URLs and the app's 3 seconds. It keeps running as it is
 * while the workspace's own clock is skipped ahead.
 */
export interface RealTime extends Clock {
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

/** The workspace's clock on the page, with buttons that skip time. */
export interface ClockControl extends Clock {
  /** When something is scheduled to happen. */
  nextEventAt(): Instant | undefined
  /** Resolves when everything due by then has happened. */
  skip(ms: number): Promise<void>
  skipToNext(): Promise<void>
}
