import assert from 'node:assert/strict'
import { nextReconcileAt } from '../../../src/control/next-reconcile.ts'
import type { Site } from '../../../src/site/site.ts'
import { HOUR_MS, SECOND_MS, type Instant } from '../../../src/site/time.ts'
import type { ScenarioRun } from './scenario-run.ts'

/** Beyond this, faults and all, a story has gone astray. */
const MAX_TURNS = 3000

type IsOver = (stage: ScenarioRun, next: Instant) => boolean

export function isQuietFor(ms: number): IsOver {
  return ({ fake }, next) => next > fake.clock.now() + ms
}

export function areAllGone({ fake }: ScenarioRun): boolean {
  return fake.store.all().length === 0
}

/**
 * Looks at each site when it was changed or there is something to do, and lets time pass till then, until it is over. Who was looked at
 * before, and has not been changed since, is looked at when its alarm goes off.
 */
export async function reconcileUntil(
  stage: ScenarioRun,
  isOver: IsOver,
  meanwhile?: (turn: number) => void,
): Promise<void> {
  const { fake, processes, look, sweep, deps, reconciled } = stage
  const { clock, store } = fake
  const nextOf = (site: Site) =>
    (reconciled.has(site) ? site.status.alarmAt : nextReconcileAt(site, clock.now(), deps)) ?? Infinity
  /** By record as it was after its last look. */
  let nextLooks = new Map(
    store
      .all()
      .filter((site) => reconciled.has(site))
      .map((site) => [site, nextOf(site)]),
  )
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    for (const site of store.all()) {
      if ((nextLooks.get(site) ?? 0) > clock.now()) continue
      nextLooks.delete(site)
      processes.start(look(site.name))
    }
    meanwhile?.(turn)
    await processes.rest()
    stage.check()
    nextLooks = new Map(store.all().map((site) => [site, nextLooks.get(site) ?? nextOf(site)]))
    const next = Math.min(...nextLooks.values())
    if (isOver(stage, next)) return
    // A look that failed at the very end, and whose trigger was lost, is made up for by the sweep.
    if (next === Infinity) processes.start(sweep)
    await processes.passTo(next === Infinity ? clock.now() + HOUR_MS : Math.max(next, clock.now() + SECOND_MS))
    fake.alarm.due()
  }
  assert.fail('it never comes to an end')
}
