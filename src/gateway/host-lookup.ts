import type { GatewayPage, WakingStage } from '../../views/gateway.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { changeSite } from '../control/run-operation.ts'
import { passwordMatches } from '../control/passwords.ts'
import { wake } from '../site/operations/wake.ts'
import type { Credentials } from '../site/basic-auth.ts'
import { sessionHash } from '../site/session.ts'
import { isAccessAsAsked, phaseOf } from '../site/phase.ts'
import { createGuessLimit } from './guess-limit.ts'
import type { Policy } from '../site/policy.ts'
import { purgeTime } from '../site/purge-time.ts'
import type { Site } from '../site/site.ts'
import { isUserError, orUserError } from '../site/user-error.ts'

export type WakeOutcome = 'ok' | 'denied' | 'not-asleep' | 'guessing'

/** What a visitor shows, and where they are. */
export interface Visitor {
  credentials?: Credentials | undefined
  /** The token in the site's cookie. */
  session?: string | undefined
  address: string
}

export interface HostLookup {
  /** What its visitors see, as long as it has no route. */
  lookUp(name: string): Promise<GatewayPage>
  /**
   * Wakes a sleeping site for somebody who knows its credentials, or has its cookie. Takes any name.
   * @returns `guessing`: too many wrong ones came from that address
   */
  wake(name: string, visitor: Visitor): Promise<WakeOutcome>
}

interface HostLookupDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
}

/** What visitors can do with sites that have no route. */
export function createHostLookup({ store, clock, policy }: HostLookupDeps): HostLookup {
  const limit = createGuessLimit(clock)
  const refusalOf = async ({ spec: { access } }: Site, { credentials, address }: Visitor) => {
    if (limit.isBanned(address)) return 'guessing'
    if (credentials === undefined) return 'denied'
    // The password is checked in any case; otherwise the time would reveal whether the user exists.
    const isPassword = await passwordMatches(credentials.password, access.passwordHash)
    if (credentials.user === access.user && isPassword) return undefined
    limit.note(address, credentials)
    return 'denied'
  }
  return {
    lookUp: async (name) => {
      const site = await store.load(name)
      return site === undefined ? { kind: 'unknown' } : pageOf(site, policy)
    },
    wake: async (name, visitor) => {
      const site = await store.load(name)
      if (site?.spec.desired !== 'asleep') return 'not-asleep'
      const refusal = isSession(site, visitor.session) ? undefined : await refusalOf(site, visitor)
      if (refusal !== undefined) return refusal
      const changing = changeSite({ store, clock }, site, (found, context) => wake.apply(found, { ...context, policy }))
      return isUserError(await orUserError(changing)) ? 'not-asleep' : 'ok'
    },
  }
}

/** A password that was changed while its machine was off ends what browsers hold, too. */
function isSession(site: Site, token: string | undefined): boolean {
  return token !== undefined && sessionHash(token) === site.status.session && isAccessAsAsked(site)
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
    case 'waking':
      return { kind: 'preparing', stage: stageOf(site), ...usualTime(site) }
    case 'requested':
    case 'launching':
    case 'booting':
    case 'settingUp':
    // Its route is about to be added.
    case 'ready':
      return { kind: 'preparing', stage: stageOf(site) }
  }
}

function stageOf({ status: { instance } }: Site): WakingStage {
  if (instance?.state !== 'running') return 'launch'
  return instance.reachable ? 'ready' : 'boot'
}

/** It serves visitors before its next set-up. */
function usualTime({ status: { durations } }: Site): { usuallyMs?: number } {
  const { launch, boot } = durations
  return launch === undefined || boot === undefined ? {} : { usuallyMs: launch + boot }
}
