import assert from 'node:assert/strict'
import { nextReconcileAt } from '../../../src/control/next-reconcile.ts'
import type { Site } from '../../../src/site/site.ts'
import { HOUR_MS, SECOND_MS, type Instant } from '../../../src/site/time.ts'
import type { ScenarioRun } from './scenario-run.ts'

/** Beyond this, even with faults, a scenario never ends. */
const MAX_TURNS = 3000

type IsOver = (run: ScenarioRun, next: Instant) => boolean

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
  run: ScenarioRun,
  isOver: IsOver,
  meanwhile?: (turn: number) => void,
): Promise<void> {
  const { fake, processes, reconcile, sweep, deps, reconciled } = run
  const { clock, store } = fake
  const looked = new WeakSet<Site>()
  const nextOf = (site: Site) => {
    if (reconciled.has(site)) return site.status.alarmAt ?? Infinity
    // What another site's look has changed is looked at, too.
    return looked.has(site) ? (nextReconcileAt(site, clock.now(), deps) ?? Infinity) : clock.now()
  }
  /** By record as it was after its last look. */
  let nextReconciles = new Map(
    store
      .all()
      .filter((site) => reconciled.has(site))
      .map((site) => [site, nextOf(site)]),
  )
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    for (const site of store.all()) {
      if ((nextReconciles.get(site) ?? 0) > clock.now()) continue
      nextReconciles.delete(site)
      looked.add(site)
      processes.start(reconcile(site.name))
    }
    meanwhile?.(turn)
    await processes.rest()
    run.check()
    nextReconciles = new Map(store.all().map((site) => [site, nextReconciles.get(site) ?? nextOf(site)]))
    const next = Math.min(...nextReconciles.values())
    if (isOver(run, next)) return
    // A look that failed at the very end, and whose trigger was lost, is made up for by the sweep.
    if (next === Infinity) processes.start(sweep)
    await processes.passTo(next === Infinity ? clock.now() + HOUR_MS : Math.max(next, clock.now() + SECOND_MS))
    fake.alarm.due()
  }
  assert.fail('it never comes to an end')
}
