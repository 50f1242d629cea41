import pLimit from 'p-limit'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { dailyChecks } from './daily-checks.ts'
import type { Clock, Machine, Sighting } from '../ports.ts'

/** An alarm that is overdue by this much is lost. */
const OVERDUE_MS = 2 * MINUTE_MS

/**
 * Of the 15 minutes that the function has (infra/functions.ts), for reconciling. The rest is for lists and orphans. Only after an outage
 * do so many sites need it.
 */
const LIMIT_MS = 8 * MINUTE_MS
/** At once. Nearly all of the time is spent waiting for other services. */
const TOGETHER = 10

/** Reconciles sites while there is time, in all calls together. */
export interface TimedReconciler {
  reconcileAll(sites: readonly Site[]): Promise<void>
  /** Names of those that were reconciled. */
  done(): string[]
  /** How many there was no time for. */
  postponed(): number
}

export function createTimedReconciler(clock: Clock, reconcile: (name: string) => Promise<void>): TimedReconciler {
  const requested = new Set<string>()
  const reconciled: string[] = []
  let leftMs = LIMIT_MS
  return {
    reconcileAll: async (sites) => {
      const names = sites.map(({ name }) => name).filter((name) => !requested.has(name))
      for (const name of names) requested.add(name)
      if (leftMs <= 0) return
      const start = clock.now()
      const end = start + leftMs
      await pLimit(TOGETHER).map(names, async (name) => {
        if (clock.now() >= end) return
        reconciled.push(name)
        await reconcile(name)
      })
      leftMs -= clock.now() - start
    },
    done: () => reconciled,
    postponed: () => requested.size - reconciled.length,
  }
}

/**
 * Sites whose alarm was lost, whose record was unreadable for the sweep before, or whose team or owner is due for the daily check. Those
 * that have waited longest come first; once reconciled they have an alarm again, so the next sweep goes on with the others.
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

/** Sites whose machine is not in the recorded state; none if machines could not be listed. */
export function changedAmong(sites: readonly Site[], machines: readonly Machine[] | undefined): Site[] {
  if (machines === undefined) return []
  const states = new Map(machines.map(({ id, state }) => [id, state]))
  return sites.filter(
    ({ status: { instance } }) => instance !== undefined && states.get(instance.id) !== instance.state,
  )
}

/** Triggers of a site with an unreadable record were lost. A newer version may be able to read it. */
export function keyOfUnreadable(name: string): string {
  return `unreadable ${name}`
}
