import { LimitError } from '../site/errors.ts'
import { MINUTE_MS } from '../site/time.ts'
import { createChangeCallLog } from './change-call-log.ts'
import type { Clock, SiteStore } from './ports.ts'

/** How a service takes calls: so many at one moment, and then another each time. */
export interface Pace {
  atOnce: number
  everyMs: number
  /** Longer waits are left to a later attempt. */
  longestMs: number
}

interface TurnsDeps {
  store: Pick<SiteStore, 'loadCallLog' | 'saveCallLog'>
  clock: Clock
  wait(ms: number): Promise<unknown>
}

/** Resolves when it's the caller's turn to make so many calls (1). LimitError where that would take too long. */
export type Turn = (calls?: number) => Promise<void>

/**
 * Gives processes their turns to call a service, at the pace that it has for all of them together. The log has one entry: when as many can be
 * made at one moment as ever ("generic cell rate algorithm").
 */
export function createTurns({ store, clock, wait }: TurnsDeps, name: string, pace: Pace): Turn {
  const { atOnce, everyMs, longestMs } = pace
  const change = createChangeCallLog(store, name)
  return async (count = 1) => {
    let waitMs = 0
    await change(([last]) => {
      const now = clock.now()
      const known = last?.at ?? 0
      // Nobody has that long a wait: a clock was wrong.
      const idleAt = known > now + longestMs + atOnce * everyMs + MINUTE_MS ? now : Math.max(known, now)
      waitMs = Math.max(0, idleAt - (atOnce - count) * everyMs - now)
      if (waitMs > longestMs) throw new LimitError(`Too many wait for their turn: ${name}`, { retryAfterMs: waitMs })
      return [{ at: idleAt + count * everyMs, kind: 'turn', count }]
    })
    if (waitMs > 0) await wait(waitMs)
  }
}
