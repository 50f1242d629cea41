import type { Phase } from '../../src/site/phase.ts'
import type { Failure, Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { aSite, SITE_CREATED_AT, type Overrides } from '../support/a-site.ts'

/** When {@link aSite} was ready. */
export const READY_AT = SITE_CREATED_AT + MINUTE_MS

/** A failure that counts, of a site nobody has asked anything of since; without `retryAt` it is stuck. */
export function aFailure(overrides: Partial<Failure> = {}): Failure {
  return { policy: 'fails-site', reason: 'no-capacity', attempts: 3, firstAt: READY_AT, retryRevision: 1, ...overrides }
}

export const archive = { imageId: 'image-1', launch: 1, state: 'available' as const, at: SITE_CREATED_AT + DAY_MS }

/** What a machine that is not running lacks. */
const still = { address: undefined, reachable: false }

/** What differs from a site that is ready, for each place in a site's life. */
const lives = {
  requested: { status: { instance: undefined, setUp: undefined, deploy: undefined, route: undefined, launches: 0 } },
  launching: { status: { instance: { ...still, state: 'pending' }, setUp: undefined, route: undefined } },
  booting: { status: { instance: { reachable: false }, setUp: undefined, route: undefined } },
  settingUp: { status: { setUp: undefined, route: undefined } },
  ready: {},
  goingToSleep: { spec: { desired: 'asleep' } },
  asleep: { spec: { desired: 'asleep' }, status: { instance: { ...still, state: 'stopped' }, route: undefined } },
  waking: { status: { instance: { ...still, state: 'stopped' }, route: undefined } },
  archiving: { spec: { desired: 'archived' } },
  archived: { spec: { desired: 'archived' }, status: { instance: undefined, route: undefined, archive } },
  purging: { spec: { desired: 'gone' } },
  failed: { status: { failures: { 'set-up': aFailure() } } },
} as const satisfies Record<Phase, Overrides<Site>>

export function siteThatIs(place: Phase): Site {
  return aSite(lives[place])
}
