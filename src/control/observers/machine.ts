import { PermanentError } from '../../site/errors.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'
import type { Machine } from '../ports.ts'
import { withEndedEarly, withoutFailure } from '../failure.ts'
import type { Observer, StatusPatch } from '../step.ts'
import { nextPoll } from '../step.ts'
import { launch } from '../steps/launch.ts'
import { start } from '../steps/start.ts'
import { machinePatch } from './machine-patch.ts'

/** Longest time that a machine may take to change its state. */
const STATE_LIMIT_MS = 15 * MINUTE_MS
const POLL_MS = 20 * SECOND_MS
/** How long a cloud may describe what was so before. */
const LISTING_LAG_MS = 2 * MINUTE_MS

/** The state of the site's machine. It is looked at each time: machines are stopped and deleted behind our back too. */
export const observeMachine: Observer = {
  name: 'observe-machine',
  policy: 'fails-site',
  applies: ({ status }) => status.instance !== undefined,
  pollAt: ({ status: { instance } }, now) => {
    const isMoving = instance !== undefined && instance.state !== 'running' && instance.state !== 'stopped'
    return isMoving ? nextPoll(instance.since, now, POLL_MS) : undefined
  },
  observe: async (site, { instances, clock }) => {
    const { instance } = site.status
    if (instance === undefined) return {}
    const machine = await instances.describe(instance.id)
    const now = clock.now()
    if (mayBeOutdated(machine, instance, now)) return {}
    if (machine?.state === 'pending' && instance.state === 'pending' && now - instance.since > STATE_LIMIT_MS) {
      throw new PermanentError('machine-not-starting')
    }
    return { ...machinePatch(site, machine, now), ...launchOutcome(site, machine, now) }
  },
}

/** What came of the launch, or the start, that made it pending. */
function launchOutcome(site: Site, machine: Machine | undefined, now: Instant): StatusPatch {
  if (machine?.state === 'running') return withoutFailure(site, 'launch', 'start')
  const wasPending = site.status.instance?.state === 'pending' && site.spec.desired === 'up'
  if (!wasPending || machine?.state === 'pending') return {}
  const isStillThere = machine?.state === 'stopping' || machine?.state === 'stopped'
  return withEndedEarly(site, isStillThere ? start : launch, now)
}

/** That a new machine is not there is no reason to make another; nor that one stands which was terminated, to start it. */
function mayBeOutdated(
  machine: Machine | undefined,
  { state, since }: NonNullable<SiteStatus['instance']>,
  now: Instant,
): boolean {
  const isAhead = machine === undefined ? state === 'pending' : state === 'terminating'
  return isAhead && now - since < LISTING_LAG_MS
}
