import type { Clock, SiteStore } from '../control/ports.ts'
import { changeSite } from '../control/run-operation.ts'
import { assertNever } from '../site/assert-never.ts'
import { passwordMatches } from '../control/passwords.ts'
import { wake } from '../site/operations/wake.ts'
import { phaseOf } from '../site/phase.ts'
import type { Policy } from '../site/policy.ts'
import { purgeTime } from '../site/purge-time.ts'
import type { Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import { isUserError } from '../site/user-error.ts'

/** The state of a site that has no route. */
export type SiteAvailability =
  | { state: 'unknown' | 'asleep' | 'failed' | 'preparing' | 'ready' }
  | { state: 'archived'; restorableUntil?: Instant }

export interface HostLookup {
  lookUp(name: string): Promise<SiteAvailability>
  /** Wakes a sleeping site for somebody who knows its credentials. Takes any name. */
  wake(name: string, credentials: { user: string; password: string }): Promise<'ok' | 'denied' | 'not-asleep'>
}

interface HostLookupDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

/** What visitors can do with sites that have no route. */
export function createHostLookup({ store, clock, policy }: HostLookupDeps): HostLookup {
  return {
    lookUp: async (name) => {
      const site = await store.load(name)
      return site === undefined ? { state: 'unknown' } : availabilityOf(site, policy)
    },
    wake: async (name, { user, password }) => {
      const site = await store.load(name)
      if (site?.spec.desired !== 'asleep') return 'not-asleep'
      const { access } = site.spec
      // The password is checked in any case; otherwise the time would reveal whether the user exists.
      const isPassword = await passwordMatches(password, access.passwordHash)
      if (user !== access.user || !isPassword) return 'denied'
      try {
        await changeSite({ store, clock }, site, (found, context) => wake.apply(found, { ...context, policy }))
        return 'ok'
      } catch (error) {
        if (isUserError(error)) return 'not-asleep'
        throw error
      }
    },
  }
}

function availabilityOf(site: Site, policy: Policy): SiteAvailability {
  const phase = phaseOf(site)
  switch (phase) {
    case 'asleep':
    case 'goingToSleep':
      return { state: 'asleep' }
    case 'archiving':
    case 'archived': {
      const restorableUntil = purgeTime(site, policy)
      return { state: 'archived', ...(restorableUntil !== undefined && { restorableUntil }) }
    }
    case 'purging':
      return { state: 'unknown' }
    case 'failed':
    case 'ready':
      return { state: phase }
    case 'requested':
    case 'launching':
    case 'booting':
    case 'settingUp':
    case 'waking':
      return { state: 'preparing' }
    default:
      return assertNever(phase)
  }
}
