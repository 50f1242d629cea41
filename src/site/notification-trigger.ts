import { changeByOtherToNotify } from './change-by-other.ts'
import { warningKey } from './deadlines.ts'
import { stuckOn } from './failures.ts'
import { guessesToNotify } from './guesses.ts'
import { adopt } from './operations/adopt.ts'
import { isArchived, phaseOf } from './phase.ts'
import { pageChange } from './pictured-page.ts'
import type { Policy } from './policy.ts'
import { purgeNoticeTime } from './purge-time.ts'
import type { Site } from './site.ts'
import { teamChangeKey, teamChangeToNotify } from './team-changes.ts'
import { lockOutTime } from './team-loss.ts'
import type { Instant } from './time.ts'
import type { NotificationType } from './notification-type.ts'
import { warningTimes } from './warnings.ts'

/** What to notify now (a new `key` for each time), when to check again, both or neither. */
export interface NotificationTrigger {
  key?: string
  at?: Instant
}

/** What triggers each type of notification. */
export const notificationTriggers: Record<
  NotificationType,
  (site: Site, now: Instant, policy: Policy) => NotificationTrigger
> = {
  ready: (site) => {
    const launch = site.status.instance?.launch
    return phaseOf(site) === 'ready' && launch !== undefined ? { key: String(launch) } : {}
  },
  failed: (site) => {
    const stuck = stuckOn(site)
    return stuck === undefined ? {} : { key: `${stuck.step}/${stuck.failure.firstAt}` }
  },
  deployFailed: (site) => {
    const deploy = phaseOf(site) === 'ready' ? site.status.troubles?.deploy : undefined
    return deploy === undefined ? {} : { key: String(deploy.at) }
  },
  crashing,
  teamChanged: (site) => {
    const change = teamChangeToNotify(site)
    return change === undefined ? {} : { key: teamChangeKey(change.at) }
  },
  teamGone: (site) => {
    const { teamLoss } = site.status
    // If nobody had access, nobody loses it.
    return teamLoss?.reason === 'gone' && lockOutTime(site) !== undefined ? { key: String(teamLoss.since) } : {}
  },
  expiring,
  archived: (site) => (isArchived(site) ? archiveKey(site) : {}),
  purgeTomorrow: (site, now, policy) => {
    const at = isArchived(site) ? purgeNoticeTime(site, policy) : undefined
    if (at === undefined) return {}
    return at > now ? { at } : archiveKey(site)
  },
  /** Once each time an owner turns out to be gone. */
  adoption: (site) => {
    const { ownerCheck } = site.status
    return ownerCheck === undefined || !adopt.isPossible(site) ? {} : { key: `${ownerCheck.owner}/${ownerCheck.since}` }
  },
  changedByOther: (site, now) => {
    const change = changeByOtherToNotify(site, now)
    return change === undefined ? {} : { key: `${change.action}/${change.at}` }
  },
  guessing: (site, now) => {
    const guesses = guessesToNotify(site, now)
    return guesses === undefined ? {} : { key: `guesses/${guesses.at}` }
  },
  pageChanged: (site) => {
    const change = pageChange(site)
    return change === undefined ? {} : { key: change.shown.file }
  },
}

/** Once for each program and deploy, however often one recovers and crashes again. */
function crashing(site: Site): NotificationTrigger {
  const names = (site.status.troubles?.programs ?? []).map(({ name }) => name).toSorted()
  if (phaseOf(site) !== 'ready' || names.length === 0) return {}
  const commit = site.status.deploy?.commit ?? ''
  const lastKey = site.status.notifications['crashing']?.key ?? ''
  const [lastCommit, lastNames = ''] = lastKey.split('/')
  const isKnown = lastCommit === commit && names.every((name) => lastNames.split(',').includes(name))
  return { key: isKnown ? lastKey : `${commit}/${names.join(',')}` }
}

/** One image may be archived more than once: it survives a restore that fails. */
function archiveKey({ spec, status: { archive } }: Site): NotificationTrigger {
  return archive === undefined ? {} : { key: `${archive.imageId}/${spec.archiveRequestedAt ?? archive.at}` }
}

function expiring({ spec }: Site, now: Instant, policy: Policy): NotificationTrigger {
  if (spec.desired !== 'up' && spec.desired !== 'asleep') return {}
  const times = warningTimes(spec, policy)
  const last = times.findLast((at) => at <= now)
  const next = times.find((at) => at > now)
  return {
    ...(last !== undefined && { key: warningKey(spec.expiresAt, last) }),
    ...(next !== undefined && { at: next }),
  }
}
