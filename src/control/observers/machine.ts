import { PermanentError } from '../../site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import type { Observer } from '../step.ts'
import { nextPoll } from '../step.ts'
import { seenMachine } from './see-machine.ts'

/** Longest time that a machine may take to change its state. */
const STATE_LIMIT_MS = 15 * MINUTE_MS
const POLL_MS = 20 * SECOND_MS
/** A machine that is not listed this long after it was launched or started is gone. */
const LISTING_LAG_MS = 2 * MINUTE_MS

/** The state of the site's machine. It is looked at each time: machines are stopped and deleted behind our back too. */
export const observeMachine: Observer = {
  name: 'observe-machine',
  applies: ({ status }) => status.instance !== undefined,
  lookAgainAt: ({ status: { instance } }, now) => {
    const isMoving = instance !== undefined && instance.state !== 'running' && instance.state !== 'stopped'
    return isMoving ? nextPoll(instance.since, now, POLL_MS) : undefined
  },
  observe: async (site, { instances, clock }) => {
    const { instance } = site.status
    if (instance === undefined) return {}
    const machine = await instances.describe(instance.id)
    const now = clock.now()
    // Clouds list a new machine some seconds after they have made it: no reason to make another.
    if (machine === undefined && instance.state === 'pending' && now - instance.since < LISTING_LAG_MS) return {}
    if (machine?.state === 'pending' && instance.state === 'pending' && now - instance.since > STATE_LIMIT_MS) {
      throw new PermanentError('machine-not-starting')
    }
    return seenMachine(site, machine, now)
  },
}
