import type { Alarm } from '../control/ports.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import type { LocalClock } from './clock.ts'

export interface LocalAlarm extends Alarm {
  /** When the next one goes off, if any is set. */
  nextAt(): Instant | undefined
  /**
   * Advances the clock, and stops at each alarm on the way, new ones included, until everything it set off is done. Error when that
   * never ends.
   */
  skip(ms: number): Promise<void>
  /** Skips to the next alarm; does nothing when none is set. */
  skipToNext(): Promise<void>
  /** No alarm goes off any more. */
  stop(): void
}

interface Setting {
  siteId: string
  name: string
  at: Instant
}

/** Timers don't run while a computer sleeps, so the clock is checked this often. */
const LONGEST_WAIT_MS = MINUTE_MS

/** With more stops in one skip, something sets alarms faster than time passes. */
const MOST_STOPS = 10_000

/**
 * Alarms in memory, set again at each start. `goOff` is called with a site's name, never from within `set`; `idle` resolves when
 * everything it caused is done.
 */
export function createLocalAlarm({
  clock,
  goOff,
  idle,
}: {
  clock: LocalClock
  goOff: (name: string) => void
  idle: () => Promise<void>
}): LocalAlarm {
  const settings = new Map<string, Setting>()
  let timer: NodeJS.Timeout | undefined

  const next = () => [...settings.values()].toSorted((a, b) => a.at - b.at)[0]
  const arm = () => {
    clearTimeout(timer)
    const soonest = next()
    if (soonest === undefined) return
    timer = setTimeout(ring, Math.min(Math.max(soonest.at - clock.now(), 0), LONGEST_WAIT_MS)).unref()
  }
  const ring = () => {
    const now = clock.now()
    const due = [...settings.values()].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)
    for (const { siteId } of due) settings.delete(siteId)
    arm()
    for (const { name } of due) goOff(name)
  }
  const skip = async (ms: number) => {
    const end = clock.now() + ms
    for (let stops = 0; ; stops += 1) {
      const at = next()?.at ?? Infinity
      if (at > end) break
      if (stops === MOST_STOPS) throw new Error(`Alarms go off without end at ${new Date(at).toISOString()}`)
      await clock.advance(Math.max(at - clock.now(), 0))
      ring()
      await idle()
    }
    await clock.advance(Math.max(end - clock.now(), 0))
    arm()
  }

  return {
    set: async ({ id, name }, at) => {
      settings.set(id, { siteId: id, name, at })
      arm()
    },
    clear: async ({ id }, at) => {
      if (at === undefined || settings.get(id)?.at === at) settings.delete(id)
      arm()
    },
    list: async () => [...settings.values()],
    nextAt: () => next()?.at,
    skip,
    skipToNext: async () => {
      const soonest = next()
      if (soonest !== undefined) await skip(Math.max(soonest.at - clock.now(), 0))
    },
    stop: () => clearTimeout(timer),
  }
}
