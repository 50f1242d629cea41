import { nextDeadline, applyDeadlines } from '../site/deadlines.ts'
import type { Log } from '../log.ts'
import { isConflictError } from '../site/errors.ts'
import type { Policy } from '../site/policy.ts'
import { followRepositoryName } from '../site/rename.ts'
import type { Site } from '../site/site.ts'
import { type Instant, MINUTE_MS } from '../site/time.ts'
import { createWorkingCopy, type WorkingCopy } from './working-copy.ts'
import { afterFailure, withFailure, withoutFailure } from './failure.ts'
import { canFinalize } from '../site/phase.ts'
import { logPhase, logRemoved, logRun } from './log-run.ts'
import type { World } from './ports.ts'
import { patched } from './status-patch.ts'
import type { Due, Observer, Step } from './step.ts'

export interface ReconcilerDeps {
  world: World
  policy: Policy
  observers: Observer[]
  steps: Step[]
  /** Gets each outcome of a step or observer, and each new phase. */
  log: Log
}

/** Looks at the site of that name, if there is one, and does what is due. Any number of times, at any moment. */
export type Reconcile = (name: string) => Promise<void>

/** More passes than any life needs in one go; whatever is left comes with the next look. */
const MAX_PASSES = 12

/** For its last word a record that may go waits no longer than until the next try within this time. */
const LAST_NOTIFICATION_MS = 2 * MINUTE_MS

export function createReconciler(deps: ReconcilerDeps): Reconcile {
  return async (name) => {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const site = await deps.world.store.load(name)
      if (site === undefined) return
      try {
        if (!(await reconcileOnce(site, deps))) return
      } catch (error) {
        // Somebody else is at work on it: look again at what they made of it.
        if (!isConflictError(error)) throw error
      }
    }
  }
}

/** One pass. True when something changed, so that another look is worth it. */
async function reconcileOnce(loaded: Site, deps: ReconcilerDeps): Promise<boolean> {
  const { world, policy } = deps
  const struck = applyDeadlines(followRepositoryName(loaded), world.clock.now(), policy)
  const site = struck === loaded ? loaded : await world.store.save(struck)
  const draft = createWorkingCopy(world.store, site)
  await observeAll(draft, deps)
  const isUndisturbed = await runDueSteps(draft, deps)
  logPhase(deps, loaded, draft.site())
  if (!isUndisturbed) return true
  if (canFinalize(draft.site()) && !notifiesSoon(draft.site(), deps)) return finalize(draft.site(), deps)
  const before = draft.site().status.alarmAt
  const lost = await setAlarm(draft, deps)
  await draft.save()
  if (before !== undefined && lost === undefined) await clearReplaced(draft.site(), before, world)
  if (draft.hasSaved()) return true
  if (lost !== undefined) throw lost
  return false
}

async function observeAll(draft: WorkingCopy, deps: ReconcilerDeps): Promise<void> {
  const { observers, world } = deps
  for (const observer of observers) {
    const { name, applies, observe } = observer
    const site = draft.site()
    const startedAt = world.clock.now()
    if (!applies(site) || afterFailure(site, name, 'now', startedAt) !== 'now') continue
    const run = { name, before: site, startedAt, observes: true as const }
    try {
      draft.patch(await observe(site, world))
      draft.patch(withoutFailure(draft.site(), name))
      logRun(deps, { ...run, after: draft.site() })
    } catch (error) {
      draft.patch(withFailure(draft.site(), observer, error, world.clock.now()))
      logRun(deps, { ...run, after: draft.site(), error })
    }
  }
}

/** False when somebody else saved meanwhile: what was to be told, or claimed, may hold no more. */
async function runDueSteps(draft: WorkingCopy, deps: ReconcilerDeps): Promise<boolean> {
  const { steps, world } = deps
  /** What came of a step that claims is written before anything else is begun: with the next claim, or by itself. */
  let isUnwritten = false
  for (const step of steps) {
    const now = world.clock.now()
    if (dueOf(step, draft.site(), now) !== 'now') continue
    if (step.claim !== undefined) {
      if (!(await draft.claim(step.claim(draft.site(), now)))) return false
      // Nobody is told what is not written yet: what they ask next is judged by the record.
    } else if (step.policy === 'notification') {
      if (!(await draft.save())) return false
    } else if (isUnwritten) await draft.save()
    await runStep(step, draft, deps)
    isUnwritten = step.claim !== undefined
  }
  if (isUnwritten) await draft.save()
  return true
}

async function runStep(step: Step, draft: WorkingCopy, deps: ReconcilerDeps): Promise<void> {
  const { world } = deps
  const { name, endsLater } = step
  const run = { name, endsLater, before: draft.site(), startedAt: world.clock.now() }
  try {
    draft.patch(await step.run(draft.site(), world))
    if (endsLater !== true) draft.patch(withoutFailure(draft.site(), name))
    logRun(deps, { ...run, after: draft.site() })
  } catch (error) {
    if (step.release !== undefined) draft.patch(step.release(error, draft.site()))
    draft.patch(withFailure(draft.site(), step, error, world.clock.now()))
    logRun(deps, { ...run, after: draft.site(), error })
  }
}

/**
 * Without its alarm nobody would look at the site when the time comes. So the record says that it has none, which the sweep sees;
 * and the look, once it has done what it could, fails with the error returned here, so that whoever asked for it asks again.
 */
async function setAlarm(draft: WorkingCopy, deps: ReconcilerDeps): Promise<Error | undefined> {
  const { alarm, clock } = deps.world
  const site = draft.site()
  const now = clock.now()
  const at = nextReconcileAt(site, now, deps)
  const hasGoneOff = site.status.alarmAt !== undefined && site.status.alarmAt <= now
  if (at === site.status.alarmAt && !hasGoneOff) return undefined
  try {
    if (at !== undefined) await alarm.set({ id: site.id, name: site.name }, at)
    draft.patch({ alarmAt: at })
    return undefined
  } catch (error) {
    draft.patch({ alarmAt: undefined })
    return new Error(`The alarm of ${site.name} could not be set`, { cause: error })
  }
}

/**
 * Not before the record speaks of another: nobody would set again what it says is set. Nor when that other comes sooner: the one before
 * is wanted again after it, and another look may set it while it is still being cleared here. Alarms are exact to a minute, so two
 * moments that are closer may be one.
 */
async function clearReplaced({ id, status: { alarmAt } }: Site, before: Instant, { alarm }: World): Promise<void> {
  if (alarmAt !== undefined && alarmAt - before < MINUTE_MS) return
  // One more look does no harm.
  await alarm.clear({ id }, before).catch(() => {})
}

/** The next moment at which there will be something to do, or to look at, for all that is known now. */
export function nextReconcileAt(
  site: Site,
  now: Instant,
  { steps, observers, policy }: ReconcilerDeps,
): Instant | undefined {
  const times = [
    nextDeadline(site, policy),
    ...steps.map((step) => timeOf(dueOf(step, site, now), now)),
    ...observers
      .filter(({ applies }) => applies(site))
      .map(({ name, pollAt: lookAgainAt }) => {
        const after = afterFailure(site, name, 'now', now)
        return after === 'now' ? lookAgainAt(site, now) : timeOf(after, now)
      }),
  ].filter((at) => at !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

function dueOf(step: Step, site: Site, now: Instant): Due {
  return afterFailure(site, step.name, step.due(site, now), now)
}

function timeOf(due: Due, now: Instant): Instant | undefined {
  if (due === 'no') return undefined
  return due === 'now' ? now : due.at
}

/**
 * Its last word may not have reached the channel: an edit failed just now, or who claimed a posting died, and the card may be there. What
 * is not tried again within minutes is not waited for: channels go for good, too.
 */
function notifiesSoon(site: Site, { steps, world }: ReconcilerDeps): boolean {
  const now = world.clock.now()
  return steps.some((step) => {
    const at = step.policy === 'notification' ? timeOf(dueOf(step, site, now), now) : undefined
    return at !== undefined && at <= now + LAST_NOTIFICATION_MS
  })
}

async function finalize(site: Site, deps: ReconcilerDeps): Promise<boolean> {
  const { alarm, store } = deps.world
  await alarm.clear({ id: site.id })
  await store.remove(patched(site, {}))
  logRemoved(deps, site)
  return false
}
