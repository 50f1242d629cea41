import { nextDeadline } from '../site/deadlines.ts'
import { nextShareEnd } from '../site/shares.ts'
import type { Site } from '../site/site.ts'
import { type Instant, MINUTE_MS } from '../site/time.ts'
import { afterFailure } from './failure.ts'
import type { Ports } from './ports.ts'
import type { Due, ReconcilerDeps, Step } from './step.ts'
import type { WorkingCopy } from './working-copy.ts'

/** The next moment at which there will be something to do or to observe, as far as is known now. */
export function nextReconcileAt(
  site: Site,
  now: Instant,
  { steps, observers, policy }: Pick<ReconcilerDeps, 'steps' | 'observers' | 'policy'>,
): Instant | undefined {
  const times = [
    nextDeadline(site, policy),
    site.spec.keepAwakeUntil,
    nextShareEnd(site),
    ...steps.map((step) => timeOf(dueOf(step, site, now), now)),
    ...observers
      .filter(({ applies }) => applies(site))
      .map(({ name, pollAt }) => {
        const due = afterFailure(site, name, 'now', now)
        return due === 'now' ? pollAt(site, now) : timeOf(due, now)
      }),
  ].filter((at) => at !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

export function dueOf(step: Step, site: Site, now: Instant): Due {
  return afterFailure(site, step.name, step.due(site, now), now)
}

export function timeOf(due: Due, now: Instant): Instant | undefined {
  if (due === 'no') return undefined
  return due === 'now' ? now : due.at
}

/**
 * Saves the site with its next alarm set. Without one nothing would reconcile it in time: so if the alarm can't be set, the record says
 * that it has none, which the sweep notices, and the error is returned for the reconcile to fail with, so that its trigger is retried.
 */
export async function updateAlarm(copy: WorkingCopy, deps: ReconcilerDeps): Promise<Error | undefined> {
  const before = copy.site().status.alarmAt
  const error = await setAlarm(copy, deps)
  await copy.save()
  if (before !== undefined && error === undefined) await clearReplaced(copy.site(), before, deps.ports)
  return error
}

async function setAlarm(copy: WorkingCopy, deps: ReconcilerDeps): Promise<Error | undefined> {
  const { alarm, clock } = deps.ports
  const site = copy.site()
  const now = clock.now()
  const at = nextReconcileAt(site, now, deps)
  const hasGoneOff = site.status.alarmAt !== undefined && site.status.alarmAt <= now
  if (at === site.status.alarmAt && !hasGoneOff) return undefined
  try {
    if (at !== undefined) await alarm.set({ id: site.id, name: site.name }, at)
    copy.patch({ alarmAt: at })
    return undefined
  } catch (error) {
    copy.patch({ alarmAt: undefined })
    return new Error(`The alarm of ${site.name} could not be set`, { cause: error })
  }
}

/**
 * Called once the record names another alarm: nothing sets an alarm again that the record says is set. An alarm later than the new one
 * stays, since it will be wanted again, and another process may set it while this one clears it. Alarms are exact to a minute, so two
 * moments closer than that may be one alarm.
 */
async function clearReplaced({ id, status: { alarmAt } }: Site, before: Instant, { alarm }: Ports): Promise<void> {
  if (alarmAt !== undefined && alarmAt - before < MINUTE_MS) return
  // An alarm that stays causes one more reconcile, which does no harm.
  await alarm.clear({ id }, before).catch(() => {})
}
