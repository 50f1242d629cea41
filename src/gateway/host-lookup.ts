import type { GatewayPage } from '../../views/gateway.ts'
import type { WakingStage } from '../../views/waking.ts'
import type { Clock, SiteStore } from '../control/ports.ts'
import { changeSite } from '../control/run-operation.ts'
import { passwordMatches } from '../control/passwords.ts'
import { wake } from '../site/operations/wake.ts'
import type { Credentials } from '../site/basic-auth.ts'
import { recordFact } from '../control/record-fact.ts'
import { sessionHash, sessionTokenIn } from '../site/session.ts'
import { hasShareCookie, shareCookie, shareOfCookie } from '../site/share-cookie.ts'
import { shareOfToken, withOpening } from '../site/shares.ts'
import { isAlive, isPasswordAsAsked, phaseOf } from '../site/phase.ts'
import { createGuessLimit } from './guess-limit.ts'
import type { Policy } from '../site/policy.ts'
import { purgeTime } from '../site/purge-time.ts'
import type { Site } from '../site/site.ts'
import { isUserError, orUserError } from '../site/user-error.ts'

export type WakeOutcome = 'ok' | 'denied' | 'not-asleep' | 'guessing'

/** What a visitor shows, and where they are. */
export interface Visitor {
  credentials?: Credentials | undefined
  /** The `Cookie` header. */
  cookie?: string | undefined
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
  /**
   * Opens a client's link: counts that, and wakes the site if it sleeps. Takes any name.
   * @returns the cookie that lets the client in, and where the link leads; `guessing` as for {@link wake}
   */
  open(name: string, token: string, visitor: Pick<Visitor, 'address'>): Promise<Opened | 'denied' | 'guessing'>
}

export interface Opened {
  /** For `Set-Cookie`. */
  cookie: string
  path: string
}

interface HostLookupDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
  /** What signs the cookies of clients of the site with that id. */
  shareKey(siteId: string): Promise<string>
}

/** What visitors can do with sites that have no route. */
export function createHostLookup({ store, clock, policy, shareKey }: HostLookupDeps): HostLookup {
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
  const isKnown = async (site: Site, cookie: string | undefined) =>
    isSession(site, sessionTokenIn(cookie)) ||
    (hasShareCookie(cookie) && shareOfCookie(site, cookie, await shareKey(site.id), clock.now()) !== undefined)
  return {
    lookUp: async (name) => {
      const site = await store.load(name)
      return site === undefined ? { kind: 'unknown' } : pageOf(site, policy)
    },
    wake: async (name, visitor) => {
      const site = await store.load(name)
      if (site?.spec.desired !== 'asleep') return 'not-asleep'
      const refusal = (await isKnown(site, visitor.cookie)) ? undefined : await refusalOf(site, visitor)
      if (refusal !== undefined) return refusal
      const changing = changeSite({ store, clock }, site, (found, context) => wake.apply(found, { ...context, policy }))
      return isUserError(await orUserError(changing)) ? 'not-asleep' : 'ok'
    },
    open: async (name, token, { address }) => {
      if (limit.isBanned(address)) return 'guessing'
      const site = await store.load(name)
      const share = site !== undefined && isAlive(site) ? shareOfToken(site, token, clock.now()) : undefined
      if (site === undefined || share === undefined) {
        limit.note(address, { user: '', password: token })
        return 'denied'
      }
      const key = await shareKey(site.id)
      const opened = (found: Site) => (found.id === site.id ? withOpening(found, share, clock.now()) : found)
      if (site.spec.desired === 'asleep') {
        await orUserError(
          changeSite({ store, clock }, site, (found, context) => opened(wake.apply(found, { ...context, policy }))),
        )
      } else await recordFact(store, name, opened)
      return { cookie: shareCookie(share, key, clock.now()), path: share.path ?? '/' }
    },
  }
}

/** A password that was changed while its machine was off ends what browsers hold, too. Other clients' links don't. */
function isSession(site: Site, token: string | undefined): boolean {
  return token !== undefined && sessionHash(token) === site.status.session && isPasswordAsAsked(site)
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
