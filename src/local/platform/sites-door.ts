import { ask } from '../../control/ask.ts'
import type { Clock, SiteStore } from '../../control/ports.ts'
import { assertNever } from '../../site/assert-never.ts'
import { passwordMatches } from '../../site/password.ts'
import { phaseOf } from '../../site/phase.ts'
import type { Policy } from '../../site/policy.ts'
import { purgeTime } from '../../site/purge-time.ts'
import { wake } from '../../site/requests/sleep.ts'
import { POKOPOKO, type Site } from '../../site/site.ts'
import { UserError } from '../../site/user-error.ts'
import type { Standing } from '../router.ts'

interface DoorDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

/** What the router asks of sites: how one stands, and to wake it for somebody who knows its credentials. */
export function createSitesDoor({ store, clock, policy }: DoorDeps) {
  return {
    lookUp: async (name: string): Promise<Standing> => {
      const site = await store.load(name)
      return site === undefined ? { state: 'unknown' } : standingOf(site, policy)
    },
    wake: async (name: string, { user, password }: { user: string; password: string }) => {
      const site = await store.load(name)
      if (site?.spec.desired !== 'asleep') return 'not-asleep' as const
      const { access } = site.spec
      if (user !== access.user || !(await passwordMatches(password, access.passwordHash))) return 'denied' as const
      try {
        await ask({ store, clock }, site, POKOPOKO, wake)
        return 'ok' as const
      } catch (error) {
        if (error instanceof UserError) return 'not-asleep' as const
        throw error
      }
    },
  }
}

function standingOf(site: Site, policy: Policy): Standing {
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
