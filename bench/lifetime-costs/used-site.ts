import { recordReport } from '../../src/control/reports/record-report.ts'
import { applyOperation } from '../../src/control/run-operation.ts'
import { addDays, dateIn, momentIn } from '../../src/site/calendar.ts'
import { wake } from '../../src/site/operations/wake.ts'
import type { Policy } from '../../src/site/policy.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../src/site/time.ts'
import { usageAt } from '../../src/site/usage.ts'
import { newSite } from '../../test/support/a-life.ts'
import { invoked } from './invoked.ts'
import { costOf, HOURS_A_MONTH, machineCosts } from './prices.ts'
import { simulated } from './simulated-time.ts'
import { emptyTally, times, type Tally } from './tally.ts'

const NAME = 'plum'
const WEEKS = 4
const DAYS = 7 * WEEKS
const WORKING_DAYS = 5
const VISIT_INTERVAL_MS = 20 * MINUTE_MS
/** `instance/bin/watcher`. */
const REPORT_INTERVAL_MS = HOUR_MS

export interface UsedSite {
  /** A month. */
  upHours: number
  asUsed: number
  alwaysUp: number
  /** Of a day on which it is used. */
  reports: number
  writes: number
  /** Of our functions, a month. */
  tally: Tally
}

/** Four weeks of a site that is visited every 20 minutes from 9 to 18 on five days a week, and goes to sleep by itself. */
export async function usedSite(rules: Partial<Policy>): Promise<UsedSite> {
  const tally = emptyTally()
  const { ports, clock, policy, store, machines, run } = simulated(NAME, tally, rules)
  const site = async (): Promise<Site> => {
    const found = await store.load(NAME)
    if (found === undefined) throw new Error('The site is gone')
    return found
  }
  const upMs = async (now: Instant) => {
    const { usage } = (await site()).status
    const { month, previous } = usage === undefined ? fail() : usageAt(usage, now, policy.timeZone)
    return (month.spent.up ?? 0) + (previous?.spent.up ?? 0)
  }
  const created = dateIn(policy.timeZone, clock.now())
  await store.create(newSite(NAME, clock.now(), policy, addDays(created, 60)))
  // Created on a Monday, and seen from the next one on, by when it sleeps.
  const first = addDays(created, 7)
  const from = momentIn(policy.timeZone, first, 0)
  await run([], from)
  clock.set(from)
  Object.assign(tally, emptyTally())
  const upBefore = await upMs(from)
  let [reports, writes, reportedAt] = [0, 0, 0]
  const visit = async () => {
    const { status } = await site()
    const machine = machines.machines()[0]
    if (machine === undefined) return
    if (status.route === undefined) {
      await invoked(tally, async () => {
        const change = applyOperation(
          { ...ports, policy },
          { name: NAME },
          { by: 'visitor', role: 'operator' },
          wake,
          wake.apply,
        )
        await change.catch(() => {})
      })
      reportedAt = clock.now()
      return
    }
    machine.disk.usedAt = clock.now()
    if (clock.now() < reportedAt + REPORT_INTERVAL_MS) return
    reportedAt = clock.now()
    const token = machine.disk.setUp?.report?.token ?? ''
    const before = tally.calls['DynamoDB'] ?? 0
    await invoked(tally, async () => {
      const outcome = await recordReport(ports, NAME, token, {
        ok: true,
        deploys: [],
        processes: [],
        usedAt: clock.now(),
      })
      if (outcome !== 'recorded') throw new Error(`A report was ${outcome}`)
    })
    reports += 1
    // It loads the record, and saves it.
    writes += (tally.calls['DynamoDB'] ?? 0) - before - 1
  }
  const until = from + DAYS * DAY_MS
  await run(
    visits(first, policy).map((at) => ({ at, happen: visit })),
    until,
  )
  const scale = (HOURS_A_MONTH * HOUR_MS) / (until - from)
  const upHours = (((await upMs(until)) - upBefore) / HOUR_MS) * scale
  const month = times(tally, scale)
  const usedDays = WORKING_DAYS * WEEKS
  return {
    upHours,
    asUsed: upHours * machineCosts.hour + machineCosts.disk + costOf(month),
    alwaysUp: HOURS_A_MONTH * machineCosts.hour + machineCosts.disk,
    reports: reports / usedDays,
    writes: writes / usedDays,
    tally: month,
  }
}

function visits(first: string, { timeZone }: Policy): Instant[] {
  const days = Array.from({ length: DAYS }, (_, day) => day).filter((day) => day % 7 < WORKING_DAYS)
  return days.flatMap((day) => {
    const date = addDays(first, day)
    const [opens, closes] = [momentIn(timeZone, date, 9), momentIn(timeZone, date, 18)]
    const count = (closes - opens) / VISIT_INTERVAL_MS
    return Array.from({ length: count + 1 }, (_, index) => opens + index * VISIT_INTERVAL_MS)
  })
}

function fail(): never {
  throw new Error('Nothing is known of its usage')
}
