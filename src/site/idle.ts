import { dateIn, momentIn } from './calendar.ts'
import { isBehind } from './head.ts'
import { outsideOfficeHours } from './office-hours.ts'
import { phaseOf } from './phase.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from './time.ts'

/** In its first hour, a site stays up whatever happens. */
const FIRST_HOUR_MS = HOUR_MS
/** Sites that sleep at night alone have to be idle for as long. */
const NIGHT_IDLE_MS = HOUR_MS
/** Outside of office hours, sites are idle after that. */
const AFTER_HOURS_MS = 15 * MINUTE_MS
/** Hours of the deployment's time zone. */
export const NIGHT = { from: 22, to: 7 }
/** What a machine said of its last use counts for this long: a use after that may not have been reported. */
const ANSWER_MS = 5 * MINUTE_MS

/** When the site is to go to sleep by itself, as far as is known now; undefined: not while it is as it is. */
export function idleSleepAt(site: Site, policy: Policy): Instant | undefined {
  const { spec, createdAt } = site
  if (phaseOf(site) !== 'ready') return undefined
  const earliest = Math.max(createdAt + FIRST_HOUR_MS, spec.keepAwakeUntil ?? 0)
  const after = (idleMs: number) => Math.max(lastUseOf(site) + idleMs, earliest)
  const idleMs = idleTime(site, policy)
  const at = idleMs === undefined ? undefined : after(idleMs)
  if (hasOfficeHours(site, policy)) return Math.min(at ?? Infinity, outsideOfficeHours(after(AFTER_HOURS_MS), policy))
  return at !== undefined && spec.idleTimeout === 'night' ? nextNight(at, policy) : at
}

/** What people chose for a site comes before the deployment's. */
function hasOfficeHours({ spec: { idleTimeout } }: Site, { officeHours }: Policy): boolean {
  return idleTimeout === 'office' || (idleTimeout === undefined && officeHours !== undefined)
}

function idleTime({ spec: { idleTimeout } }: Site, { idleHours }: Policy): number | undefined {
  switch (idleTimeout) {
    case undefined:
    case 'office':
      return idleHours === 0 ? undefined : idleHours * HOUR_MS
    case 'never':
      return undefined
    case 'night':
      return NIGHT_IDLE_MS
    case '1h':
    case '2h':
    case '4h':
    case '8h':
      return Number.parseInt(idleTimeout) * HOUR_MS
  }
}

/** A machine that has just been set up, or woken, counts as used; so does one that has deployed. 0: it was never set up. */
export function lastUseOf({ status: { lastUse, setUp, deploy } }: Site): Instant {
  return Math.max(lastUse?.at ?? 0, setUp?.at ?? 0, deploy?.deployedAt ?? 0)
}

/** That moment, if it's at night; or when the next night begins. */
function nextNight(at: Instant, { timeZone }: Policy): Instant {
  const date = dateIn(timeZone, at)
  const isMorning = at < momentIn(timeZone, date, NIGHT.to)
  return isMorning ? at : Math.max(at, momentIn(timeZone, date, NIGHT.from))
}

/** Its machine has to be asked when it was last used: by what is known, the site should sleep, and reports come only once an hour. */
export function isLastUseUnsure(site: Site, now: Instant, policy: Policy): boolean {
  const at = idleSleepAt(site, policy)
  return at !== undefined && at <= now && !isAnswerFresh(site, now, at)
}

/** It was idle for as long as it may be, which its machine has just confirmed. */
export function isIdle(site: Site, now: Instant, policy: Policy): boolean {
  const at = idleSleepAt(site, policy)
  return at !== undefined && at <= now && site.status.command === undefined && isAnswerFresh(site, now, at)
}

function isAnswerFresh({ status: { lastUse } }: Site, now: Instant, since: Instant): boolean {
  const checkedAt = lastUse?.checkedAt ?? 0
  return checkedAt >= since && now - checkedAt < ANSWER_MS
}

/** It was to stay awake until a moment that has passed. */
export function isAwakeLongEnough({ spec: { keepAwakeUntil } }: Site, now: Instant): boolean {
  return keepAwakeUntil !== undefined && keepAwakeUntil <= now
}

/** It may go to sleep by itself again, which its card says by saying nothing. */
export function awakeLongEnough(site: Site): Site {
  const { keepAwakeUntil: _, ...spec } = site.spec
  return { ...site, spec }
}

/** Its history is for what people ask for, so there is no line of that in it. */
export function asleepBecauseIdle(site: Site): Site {
  const retryRevision = site.spec.retryRevision + 1
  return { ...site, spec: { ...site.spec, desired: 'asleep', idleSince: lastUseOf(site), retryRevision } }
}

/**
 * It went to sleep by itself, and something was pushed since: that wakes it, as a visitor does. One that a person stopped sleeps on. What it
 * couldn't deploy before it fell asleep wakes nobody, or it would be woken again and again.
 */
export function isWokenByPush(site: Site): boolean {
  const { spec, status } = site
  const isNewer = (status.head?.at ?? 0) > (status.lastUse?.checkedAt ?? 0)
  return spec.desired === 'asleep' && spec.idleSince !== undefined && isNewer && isBehind(site)
}

export function wokenByPush(site: Site): Site {
  const { idleSince: _, ...spec } = site.spec
  return { ...site, spec: { ...spec, desired: 'up', retryRevision: spec.retryRevision + 1 } }
}
