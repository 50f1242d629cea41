import { applyDeadlines } from '../site/deadlines.ts'
import { isConflictError } from '../site/errors.ts'
import { canFinalize } from '../site/phase.ts'
import { followRepositoryName } from '../site/rename.ts'
import type { Site } from '../site/site.ts'
import { type Instant, MINUTE_MS } from '../site/time.ts'
import { changedUsage } from '../site/changed-usage.ts'
import { keepCost } from './all-costs.ts'
import { afterFailure, readable, withFailure, withoutFailure } from './failure.ts'
import { logPhase, logRemoved, logRun } from './log-run.ts'
import { dueOf, timeOf, updateAlarm } from './next-reconcile.ts'
import { patched } from './status-patch.ts'
import type { ReconcilerDeps, Step } from './step.ts'
import { createRecentLooks, type RecentLooks, type Seen } from './recent-looks.ts'
import { addToAudit } from './steps/audit.ts'
import { createWorkingCopy, type WorkingCopy } from './working-copy.ts'

/** Brings the site of that name, if there is one, closer to its spec. Safe to call any number of times, at any moment. */
export type Reconcile = (name: string, options?: ReconcileOptions) => Promise<void>

export interface ReconcileOptions {
  /**
   * What is known of its machine. `recent`: nothing says that it has changed, so what was seen a few minutes ago counts. `listed`: the caller
   * has listed it, as the record has it. Left out: it's looked at.
   */
  machine?: 'recent' | 'listed'
}

/** More passes than any site needs in one go. Whatever is left waits for the next call. */
const MAX_PASSES = 12

/** A record that could be removed waits for a notification that is tried again within this time. */
const LAST_NOTIFICATION_MS = 2 * MINUTE_MS

type Deps = ReconcilerDeps & { looks: RecentLooks }
/** `looked-at`: an earlier pass has, unless it has changed since. */
type Known = NonNullable<ReconcileOptions['machine']> | 'unknown' | 'looked-at'

export function createReconciler(given: ReconcilerDeps): Reconcile {
  const deps = { ...given, looks: given.looks ?? createRecentLooks(given.ports.clock) }
  return async (name, { machine } = {}) => {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const site = await deps.ports.store.load(name)
      if (site === undefined) return
      try {
        if (!(await reconcileOnce(site, deps, machine ?? (pass === 0 ? 'unknown' : 'looked-at')))) return
      } catch (error) {
        // Another process saved the site meanwhile: start over from what it saved.
        if (!isConflictError(error)) throw error
      }
    }
  }
}

/** One pass. True when something changed, so that another pass is worth it. */
async function reconcileOnce(loaded: Site, deps: Deps, known: Known): Promise<boolean> {
  const { ports, policy } = deps
  const changed = applyDeadlines(followRepositoryName(loaded), ports.clock.now(), policy)
  const copy = createWorkingCopy(ports.store, changed === loaded ? loaded : await ports.store.save(changed))
  await observeAll(copy, deps, known)
  countUsage(copy, deps)
  const isUndisturbed = await runDueSteps(copy, deps)
  logPhase(deps, loaded, copy.site())
  if (!isUndisturbed) return true
  if (canFinalize(copy.site()) && !notifiesSoon(copy.site(), deps)) return finalize(copy.site(), deps)
  const alarmError = await updateAlarm(copy, deps)
  if (copy.hasSaved()) return true
  if (alarmError !== undefined) throw alarmError
  return false
}

async function observeAll(copy: WorkingCopy, deps: Deps, known: Known): Promise<void> {
  const { observers, ports, looks } = deps
  for (const observer of observers) {
    const { name, applies, observe, seen } = observer
    const site = copy.site()
    const startedAt = ports.clock.now()
    if (!applies(site) || afterFailure(site, name, 'now', startedAt) !== 'now') continue
    const before = seen?.(site)
    if (before !== undefined && isKnown(before, known, looks, startedAt)) continue
    const run = { name, before: site, startedAt, observes: true as const }
    try {
      copy.patch(await observe(site, ports))
      copy.patch(withoutFailure(copy.site(), name))
      const after = seen?.(copy.site())
      if (after !== undefined) looks.keep(after)
      logRun(deps, { ...run, after: copy.site() })
    } catch (thrown) {
      const error = readable(thrown)
      copy.patch(withFailure(copy.site(), observer, error, ports.clock.now()))
      logRun(deps, { ...run, after: copy.site(), error })
    }
  }
}

function isKnown(seen: Seen, known: Known, looks: RecentLooks, now: Instant): boolean {
  if (known === 'unknown') return false
  return known === 'listed' || looks.isFresh(seen) || (known === 'recent' && now < seen.since + seen.freshMs)
}

/** Saved with what changed the site's state. */
function countUsage(copy: WorkingCopy, { ports, policy }: ReconcilerDeps): void {
  const usage = changedUsage(copy.site(), ports.clock.now(), policy.timeZone)
  if (usage !== undefined) copy.patch({ usage })
}

/** False when another process saved meanwhile: what was about to be sent, or claimed, may no longer hold. */
async function runDueSteps(copy: WorkingCopy, deps: ReconcilerDeps): Promise<boolean> {
  const { steps, ports } = deps
  /** The outcome of a step with a claim is saved before the next step runs, with that step's claim or by itself; that of the last one with the alarm. */
  let isUnsaved = false
  for (const step of steps) {
    const now = ports.clock.now()
    if (dueOf(step, copy.site(), now) !== 'now') continue
    if (step.claim !== undefined) {
      if (!(await copy.claim(step.claim(copy.site(), now)))) return false
      // People are told only what is saved: what they ask for next is checked against the record.
    } else if (step.policy === 'notification') {
      if (!(await copy.save())) return false
    } else if (isUnsaved) await copy.save()
    await runStep(step, copy, deps)
    countUsage(copy, deps)
    isUnsaved = step.claim !== undefined
  }
  return true
}

async function runStep(step: Step, copy: WorkingCopy, deps: ReconcilerDeps): Promise<void> {
  const { ports } = deps
  const { name, endsLater } = step
  const run = { name, endsLater, before: copy.site(), startedAt: ports.clock.now() }
  try {
    copy.patch(await step.run(copy.site(), ports))
    if (endsLater !== true) copy.patch(withoutFailure(copy.site(), name))
    logRun(deps, { ...run, after: copy.site() })
  } catch (thrown) {
    const error = readable(thrown)
    if (step.release !== undefined) copy.patch(step.release(error, copy.site()))
    copy.patch(withFailure(copy.site(), step, error, ports.clock.now()))
    logRun(deps, { ...run, after: copy.site(), error })
  }
}

/**
 * The last notification may not have reached the channel: an edit just failed, or a process died after it claimed a posting. One that
 * is not tried again within minutes isn't worth waiting for: the channel itself may be gone for good.
 */
function notifiesSoon(site: Site, { steps, ports }: ReconcilerDeps): boolean {
  const now = ports.clock.now()
  return steps.some((step) => {
    const at = step.policy === 'notification' ? timeOf(dueOf(step, site, now), now) : undefined
    return at !== undefined && at <= now + LAST_NOTIFICATION_MS
  })
}

async function finalize(site: Site, deps: ReconcilerDeps): Promise<boolean> {
  const { alarm, store } = deps.ports
  await alarm.clear({ id: site.id })
  await addToAudit(store, site)
  await keepCost(store, site, deps.ports.clock.now(), deps.policy)
  await store.remove(patched(site, {}))
  logRemoved(deps, site)
  return false
}
