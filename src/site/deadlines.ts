import { failureOf } from './failures.ts'
import { purgeTime } from './purge-time.ts'
import type { Policy } from './policy.ts'
import { changed } from './change.ts'
import { deleted } from './operations/delete.ts'
import { asleepBecauseIdle, awakeLongEnough, isAwakeLongEnough, isIdle, isWokenByPush, wokenByPush } from './idle.ts'
import { isAlive, isArchived, isArchiveLost } from './phase.ts'
import { nextShareEnd, withoutEndedShares } from './shares.ts'
import { POKOPOKO, type Site } from './site.ts'
import { DAY_MS, type Instant } from './time.ts'
import { isSizeRefused, withSizeBefore } from './size.ts'
import { SHORT_NOTICE_MS, warningTimes } from './warnings.ts'

/** How long past its expiry a site waits for a warning to get through. */
const MAX_WARNING_DELAY_MS = DAY_MS
/** With fewer attempts than this in that time, we were down ourselves: these are all made within half an hour. */
const MIN_WARNING_ATTEMPTS = 6

/**
 * The two deadlines that change a spec without a person, expiry and purge; the end of clients' links, and of a time for which a site was kept
 * awake; the sleep of a site that nobody uses, from which a push wakes it; and the return to a size that its machine can have. Returns the
 * same site when none of it is due.
 */
export function applyDeadlines(site: Site, now: Instant, policy: Policy): Site {
  const at = nextDeadline(site, policy)
  if (at === undefined || at > now) return asUsed(site, now, policy)
  const asked = { by: POKOPOKO, now }
  if (site.spec.desired !== 'archived') return changed(site, deleted(site, now), { action: 'expire' }, asked)
  const retryRevision = site.spec.retryRevision + 1
  const { archive, setUp } = site.status
  const action = archive === undefined && setUp !== undefined ? 'lose' : 'purge'
  return changed(site, { desired: 'gone', retryRevision }, { action }, asked)
}

function asUsed(site: Site, now: Instant, policy: Policy): Site {
  if ((nextShareEnd(site) ?? Infinity) <= now) return withoutEndedShares(site, now)
  if (isAwakeLongEnough(site, now)) return awakeLongEnough(site)
  if (isSizeRefused(site)) return withSizeBefore(site, now)
  if (isWokenByPush(site)) return wokenByPush(site)
  return isIdle(site, now, policy) ? asleepBecauseIdle(site) : site
}

/** The next of the two, as far as is known now. */
export function nextDeadline(site: Site, policy: Policy): Instant | undefined {
  switch (site.spec.desired) {
    case 'up':
    case 'asleep':
      return expiryDeadline(site, policy)
    case 'archived':
      return purgeDeadline(site, policy)
    default:
      return undefined
  }
}

/** A site isn't archived before people could read a warning: a late warning moves the deadline. */
function expiryDeadline(site: Site, policy: Policy): Instant | undefined {
  const { expiresAt } = site.spec
  if (warningTimes(site.spec, policy).length === 0) return expiresAt
  const warning = site.status.notifications['expiring']
  if (warning?.ts !== undefined && isWarningOf(warning.key, expiresAt)) {
    return Math.max(expiresAt, warning.claimedAt + SHORT_NOTICE_MS)
  }
  const failure = failureOf(site, 'notify-expiring')
  if (failure === undefined || failure.attempts < MIN_WARNING_ATTEMPTS) return undefined
  return Math.max(expiresAt, failure.firstAt) + MAX_WARNING_DELAY_MS
}

function purgeDeadline(site: Site, policy: Policy): Instant | undefined {
  const { archive, instance } = site.status
  // The machine was lost before there was an image, so there is nothing to restore.
  if (archive === undefined && instance === undefined) return 0
  return isArchived(site) || isArchiveLost(site) ? purgeTime(site, policy) : undefined
}

/** The key of a warning: which expiry, and which of its warnings. */
export function warningKey(expiresAt: Instant, warnAt: Instant): string {
  return `${expiresAt}/${warnAt}`
}

export function isWarningOf(key: string, expiresAt: Instant): boolean {
  return key.startsWith(`${expiresAt}/`)
}

/** The warning with that key holds: it's of the site's present end, and no later one was posted. */
export function doesWarningHold({ spec, status }: Site, key: string): boolean {
  const { expiring } = status.notifications
  if (!isAlive({ spec }) || !isWarningOf(key, spec.expiresAt)) return false
  const isFollowed = expiring?.ts !== undefined && isWarningOf(expiring.key, spec.expiresAt) && expiring.key > key
  return !isFollowed
}
