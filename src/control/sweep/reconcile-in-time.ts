import pLimit from 'p-limit'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { dailyChecks } from './daily-checks.ts'
import type { Clock, Machine, Sighting } from '../ports.ts'

/** An alarm this much overdue is lost. */
const OVERDUE_MS = 2 * MINUTE_MS

/**
 * Looks at sites go on for so long, of the 15 minutes that the function has (infra/functions.ts); lists and orphans need
 * the rest. Only after an outage are there so many.
 */
const LIMIT_MS = 8 * MINUTE_MS
/** Nearly all of the time goes by waiting for others' answers. */
const TOGETHER = 10

/** Looks at sites while there is time for that, however often it is called. */
export interface TimedReconciler {
  reconcileAll(sites: readonly Site[]): Promise<void>
  /** Names of those that were looked at. */
  done(): string[]
  /** How many there was no time for. */
  postponed(): number
}

export function createTimedReconciler(clock: Clock, look: (name: string) => Promise<void>): TimedReconciler {
  const asked = new Set<string>()
  const reconciled: string[] = []
  let leftMs = LIMIT_MS
  return {
    reconcileAll: async (sites) => {
      const names = sites.map(({ name }) => name).filter((name) => !asked.has(name))
      for (const name of names) asked.add(name)
      if (leftMs <= 0) return
      const start = clock.now()
      const end = start + leftMs
      await pLimit(TOGETHER).map(names, async (name) => {
        if (clock.now() >= end) return
        reconciled.push(name)
        await look(name)
      })
      leftMs -= clock.now() - start
    },
    done: () => reconciled,
    postponed: () => asked.size - reconciled.length,
  }
}

/**
 * Those to look at by what their records say. First those that have waited longest: who was looked at has an alarm again, so the
 * next sweep goes on with the others.
 */
export function overdueAmong(sites: Site[], before: readonly Sighting[], now: Instant): Site[] {
  const seenBefore = new Set(before.map(({ key }) => key))
  const daily = new Set(dailyChecks(sites, now))
  return sites
    .filter((site) => {
      const { alarmAt } = site.status
      const isAlarmLost = alarmAt === undefined || alarmAt + OVERDUE_MS < now
      return seenBefore.has(keyOfUnreadable(site.name)) || isAlarmLost || daily.has(site)
    })
    .toSorted((a, b) => (a.status.alarmAt ?? 0) - (b.status.alarmAt ?? 0))
}

/** Those whose machine is not as recorded; none where nobody knows. */
export function changedAmong(sites: readonly Site[], machines: readonly Machine[] | undefined): Site[] {
  if (machines === undefined) return []
  const states = new Map(machines.map(({ id, state }) => [id, state]))
  return sites.filter(
    ({ status: { instance } }) => instance !== undefined && states.get(instance.id) !== instance.state,
  )
}

/** Looks that were asked for while a record could not be read came to nothing; a newer version may read what an older could not. */
export function keyOfUnreadable(name: string): string {
  return `unreadable ${name}`
}
