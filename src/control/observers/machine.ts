import type { MachineState, Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'
import type { Machine } from '../ports.ts'
import { withEndedEarly, withoutFailure } from '../failure.ts'
import type { Observer, StatusPatch } from '../step.ts'
import { nextPoll } from '../step.ts'
import { launch } from '../steps/launch.ts'
import { start } from '../steps/start.ts'
import { patched } from '../status-patch.ts'
import { machinePatch } from './machine-patch.ts'
import { isKnownOverdue, overdue, withoutOverdue } from './overdue.ts'

const POLL_MS = 20 * SECOND_MS
/** Once people know that it takes too long. */
const OVERDUE_POLL_MS = 30 * MINUTE_MS
/** How long a state needn't be looked at again: an event says when it ends. */
const FRESH_MS: Partial<Record<MachineState, number>> = { pending: POLL_MS, running: 5 * MINUTE_MS, stopped: MINUTE_MS }
/** How long EC2 may describe an earlier state. */
const LISTING_LAG_MS = 2 * MINUTE_MS

/** Observes the state of the machine, which others may stop and terminate, too. */
export const observeMachine: Observer = {
  name: 'observe-machine',
  policy: 'fails-site',
  applies: ({ status }) => status.instance !== undefined,
  pollAt: (site, now) => {
    const { instance } = site.status
    const isMoving = instance !== undefined && instance.state !== 'running' && instance.state !== 'stopped'
    if (!isMoving) return undefined
    return nextPoll(instance.since, now, isKnownOverdue(site) ? OVERDUE_POLL_MS : POLL_MS)
  },
  seen: (site) => {
    const { instance, failures } = site.status
    // One that failed, or takes too long, is looked at whenever somebody asks.
    if (instance === undefined || failures['observe-machine'] !== undefined || isKnownOverdue(site)) return undefined
    const { id, boot, state, since } = instance
    const freshMs = FRESH_MS[state]
    return freshMs === undefined ? undefined : { key: `${id} ${boot} ${state} ${since}`, since, freshMs }
  },
  observe: async (site, { instances, clock }) => {
    const { instance } = site.status
    if (instance === undefined) return {}
    const machine = await instances.describe(instance.id)
    const now = clock.now()
    if (mayBeOutdated(machine, instance, now)) return {}
    const seen = machinePatch(site, machine, now)
    if (seen.instance?.state === instance.state) return { ...seen, ...overdue(site, seen.instance, now) }
    const ended = withoutOverdue(site)
    return { ...seen, ...ended, ...launchOutcome(patched(site, ended), machine, now) }
  },
}

/** How the launch or start ended that made it pending. */
function launchOutcome(site: Site, machine: Machine | undefined, now: Instant): StatusPatch {
  if (machine?.state === 'running') return withoutFailure(site, 'launch', 'start')
  const wasPending = site.status.instance?.state === 'pending' && site.spec.desired === 'up'
  if (!wasPending || machine?.state === 'pending') return {}
  const isStillThere = machine?.state === 'stopping' || machine?.state === 'stopped'
  return withEndedEarly(site, isStillThere ? start : launch, now)
}

/** A new machine may not be listed yet, and one that was terminated may still be described as stopped. */
function mayBeOutdated(
  machine: Machine | undefined,
  { state, since }: NonNullable<SiteStatus['instance']>,
  now: Instant,
): boolean {
  const isAhead = machine === undefined ? state === 'pending' : state === 'terminating'
  return isAhead && now - since < LISTING_LAG_MS
}
