import { failureOf } from '../../site/failures.ts'
import { hasOwnContent } from '../../site/phase.ts'
import type { MachineState, Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { PermanentError } from '../../site/errors.ts'
import { withFailure, withoutFailure } from '../failure.ts'
import { FORCED_STOP_LIMIT_MS, START_LIMIT_MS, TERMINATE_LIMIT_MS, TERMINATED_AFTER_MS } from '../limits.ts'
import type { StatusPatch, StepDeclaration } from '../step.ts'
import { launch } from '../steps/launch.ts'
import { start } from '../steps/start.ts'
import { stop } from '../steps/stop.ts'
import { terminate } from '../steps/terminate.ts'
import { machinePatch } from './machine-patch.ts'

type Instance = NonNullable<SiteStatus['instance']>

interface Wait {
  /** What should have ended it: the failure is that step's. */
  step(instance: Instance): StepDeclaration
  reason: string
  isOverdue(instance: Instance, now: Instant): boolean
}

/** What a machine passes through, and never should stay in. */
const waits: Partial<Record<MachineState, Wait>> = {
  pending: {
    step: ({ boot }) => (boot === 1 ? launch : start),
    reason: 'machine-not-starting',
    isOverdue: ({ since }, now) => since + START_LIMIT_MS < now,
  },
  stopping: {
    step: () => stop,
    reason: 'machine-not-stopping',
    isOverdue: ({ forcedAt }, now) => forcedAt !== undefined && forcedAt + FORCED_STOP_LIMIT_MS < now,
  },
  terminating: {
    step: () => terminate,
    reason: 'machine-not-terminating',
    isOverdue: ({ since }, now) => since + TERMINATE_LIMIT_MS < now,
  },
}

/** People were told, and nobody has asked for anything since. */
export function isKnownOverdue(site: Site): boolean {
  const { instance } = site.status
  if (instance === undefined) return false
  const wait = waits[instance.state]
  return wait !== undefined && failureOf(site, wait.step(instance).name)?.reason === wait.reason
}

/** The machine is still in its state: that fails once it takes too long. Waits anew when somebody has asked for something since. */
export function overdue(site: Site, instance: Instance, now: Instant): StatusPatch {
  const wait = waits[instance.state]
  if (wait === undefined) return {}
  const step = wait.step(instance)
  const isTerminating = instance.state === 'terminating'
  if (isKnownOverdue(site)) return isTerminating && instance.since + TERMINATED_AFTER_MS < now ? gone(site, now) : {}
  if (site.status.failures[step.name]?.reason === wait.reason) {
    if (isTerminating) return gone(site, now)
    return { ...waitAgain(site, instance, now), ...withoutFailure(site, step.name) }
  }
  return wait.isOverdue(instance, now) ? withFailure(site, step, new PermanentError(wait.reason), now) : {}
}

/** What was overdue has ended after all. */
export function withoutOverdue(site: Site): StatusPatch {
  const { instance, failures } = site.status
  if (instance === undefined) return {}
  const wait = waits[instance.state]
  if (wait === undefined) return {}
  const { name } = wait.step(instance)
  return failures[name]?.reason === wait.reason ? withoutFailure(site, name) : {}
}

/** A machine of which nothing would be lost is replaced (`terminate`). */
export function waitAgain(site: Site, { forcedAt: _, ...instance }: Instance, now: Instant): StatusPatch {
  if (site.spec.desired === 'up' && !hasOwnContent(site)) return { instance: { ...instance, unusable: true } }
  // A stop is forced again at once.
  return { instance: instance.state === 'stopping' ? instance : { ...instance, since: now } }
}

function gone(site: Site, now: Instant): StatusPatch {
  return { ...machinePatch(site, undefined, now), ...withoutFailure(site, 'terminate') }
}
