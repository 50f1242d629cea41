import type { GatewayPage } from '../../views/gateway.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { changeSite } from '../control/run-operation.ts'
import { passwordMatches } from '../control/passwords.ts'
import { wake } from '../site/operations/wake.ts'
import type { Credentials } from '../site/basic-auth.ts'
import { phaseOf } from '../site/phase.ts'
import { createGuessLimit } from './guess-limit.ts'
import type { Policy } from '../site/policy.ts'
import { purgeTime } from '../site/purge-time.ts'
import type { Site } from '../site/site.ts'
import { isUserError, orUserError } from '../site/user-error.ts'

export type WakeOutcome = 'ok' | 'denied' | 'not-asleep' | 'guessing'

export interface HostLookup {
  /** What its visitors see, as long as it has no route. */
  lookUp(name: string): Promise<GatewayPage>
  /**
   * Wakes a sleeping site for somebody who knows its credentials; undefined: gave none. Takes any name.
   * @param address the visitor's
   * @returns `guessing`: too many wrong ones came from that address
   */
  wake(name: string, credentials: Credentials | undefined, address: string): Promise<WakeOutcome>
}

interface HostLookupDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

/** What visitors can do with sites that have no route. */
export function createHostLookup({ store, clock, policy }: HostLookupDeps): HostLookup {
  const limit = createGuessLimit(clock)
  return {
    lookUp: async (name) => {
      const site = await store.load(name)
      return site === undefined ? { kind: 'unknown' } : pageOf(site, policy)
    },
    wake: async (name, credentials, address) => {
      const site = await store.load(name)
      if (site?.spec.desired !== 'asleep') return 'not-asleep'
      if (limit.isBanned(address)) return 'guessing'
      if (credentials === undefined) return 'denied'
      const { user, password } = credentials
      const { access } = site.spec
      // The password is checked in any case; otherwise the time would reveal whether the user exists.
      const isPassword = await passwordMatches(password, access.passwordHash)
      if (user !== access.user || !isPassword) {
        limit.note(address, credentials)
        return 'denied'
      }
      const changing = changeSite({ store, clock }, site, (found, context) => wake.apply(found, { ...context, policy }))
      return isUserError(await orUserError(changing)) ? 'not-asleep' : 'ok'
    },
  }
}

function pageOf(site: Site, policy: Policy): GatewayPage {
  const phase = phaseOf(site)
  switch (phase) {
    case 'asleep':
    case 'goingToSleep':
      return { kind: 'asleep' }
    case 'archiving':
    case 'archived': {
      const restorableUntil = purgeTime(site, policy)
      return { kind: 'archived', ...(restorableUntil !== undefined && { restorableUntil }) }
    }
    case 'purging':
      return { kind: 'unknown' }
    case 'failed':
      return { kind: 'failed' }
    case 'requested':
    case 'launching':
    case 'booting':
    case 'settingUp':
    case 'waking':
    // Its route is about to be added.
    case 'ready':
      return { kind: 'preparing' }
  }
}
