import { createSweep } from '../../src/control/sweep/sweep.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { aSite } from '../support/a-site.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { createFakePorts } from '../support/fake-ports.ts'
import { pause, startVirtualTime } from '../support/virtual-time.ts'

/** A page of a list, and a look at a site after an outage, as long as they take on AWS. */
const PAGE_MS = 60
const LOOK_MS = 1500
/** infra/functions.ts */
const LIMIT_MS = 15 * MINUTE_MS
const START = Date.parse('2026-11-02T03:00:00Z')

export interface SweepFigures {
  /** Of each sweep, an hour apart, until nothing is left to look at. */
  sweeps: { minutes: number; reconciled: number; postponed: number }[]
  isWithinLimit: boolean
  pages: number
}

/** The hourly sweep with so many live sites, all of whose alarms were lost in an outage. */
export async function sweepMany(count: number): Promise<SweepFigures> {
  const time = startVirtualTime(START)
  try {
    const figures: SweepFigures = { sweeps: [], isWithinLimit: true, pages: 0 }
    const store = createFakeSiteStore()
    for (let index = 0; index < count; index++) await store.create(aLiveSite(index))
    const paged: typeof store.list = async (query, page) => {
      figures.pages += 1
      await pause(PAGE_MS)
      return store.list(query, page)
    }
    const { ports } = createFakePorts()
    const clock = { now: () => Date.now() }
    const sweep = createSweep({ ...ports, clock, store: { ...store, list: paged } }, async (name) => {
      await pause(LOOK_MS)
      const site = await store.load(name)
      if (site !== undefined)
        await store.save({ ...site, status: { ...site.status, alarmAt: Date.now() + 48 * HOUR_MS } })
    })
    let isOver = false
    const sweepOn = async () => {
      for (;;) {
        const begunAt = Date.now()
        const { reconciled, postponed = 0 } = await sweep()
        const ms = Date.now() - begunAt
        figures.sweeps.push({ minutes: ms / MINUTE_MS, reconciled: reconciled.length, postponed })
        figures.isWithinLimit &&= ms < LIMIT_MS
        if (postponed === 0) break
        await pause(HOUR_MS - ms)
      }
      isOver = true
    }
    void sweepOn()
    await time.run(() => isOver, START + 48 * HOUR_MS)
    return figures
  } finally {
    time.stop()
  }
}

function aLiveSite(index: number) {
  const { instance: _, route: __, ...status } = aSite().status
  const site = aSite({ name: `site-${index}`, id: `id-${index}`, spec: { desired: 'asleep' } })
  return { ...site, status: { ...status, alarmAt: START - HOUR_MS - index } }
}
