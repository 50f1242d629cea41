import { warningKey } from './deadlines.ts'
import { stuckOn } from './failures.ts'
import { adopt } from './operations/adopt.ts'
import { isArchived, phaseOf } from './phase.ts'
import type { Policy } from './policy.ts'
import { purgeNoticeTime } from './purge-time.ts'
import type { Site } from './site.ts'
import { teamChangeKey, teamChangeToNotify } from './team-changes.ts'
import { lockOutTime } from './team-loss.ts'
import type { Instant } from './time.ts'
import type { NotificationType } from './notification-type.ts'
import { warningTimes } from './warnings.ts'

/** Something to be told now (`key` tells it from the last time), something to be told at a later moment, both or neither. */
export interface NotificationTrigger {
  key?: string
  at?: Instant
}

/** What each topic has to say of a site at a moment. */
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
    // Whoever nobody was let in by does not wait for anything.
    return teamLoss?.reason === 'gone' && lockOutTime(site) !== undefined ? { key: String(teamLoss.since) } : {}
  },
  expiring,
  archived: (site) => (isArchived(site) ? archiveKey(site) : {}),
  purgeTomorrow: (site, now, policy) => {
    const at = isArchived(site) ? purgeNoticeTime(site, policy) : undefined
    if (at === undefined) return {}
    return at > now ? { at } : archiveKey(site)
  },
  /** Once for each time that an owner turns out to be gone. */
  adoption: (site) => {
    const { ownerCheck } = site.status
    return ownerCheck === undefined || !adopt.isPossible(site) ? {} : { key: `${ownerCheck.owner}/${ownerCheck.since}` }
  },
}

/** Once for each program and deploy: that one of them recovers, or falters again, is nothing new. */
function crashing(site: Site): NotificationTrigger {
  const names = (site.status.troubles?.programs ?? []).map(({ name }) => name).toSorted()
  if (phaseOf(site) !== 'ready' || names.length === 0) return {}
  const commit = site.status.deploy?.commit ?? ''
  const told = site.status.notifications['crashing']?.key ?? ''
  const [toldCommit, toldNames = ''] = told.split('/')
  const isTold = toldCommit === commit && names.every((name) => toldNames.split(',').includes(name))
  return { key: isTold ? told : `${commit}/${names.join(',')}` }
}

/** One image may be archived more than once: it outlives a restoration that comes to nothing. */
function archiveKey({ spec, status: { archive } }: Site): NotificationTrigger {
  return archive === undefined ? {} : { key: `${archive.imageId}/${spec.archiveRequestedAt ?? archive.at}` }
}

function expiring({ spec }: Site, now: Instant, policy: Policy): NotificationTrigger {
  if (spec.desired !== 'up' && spec.desired !== 'asleep') return {}
  const times = warningTimes(spec, policy)
  const struck = times.findLast((at) => at <= now)
  const next = times.find((at) => at > now)
  return {
    ...(struck !== undefined && { key: warningKey(spec.expiresAt, struck) }),
    ...(next !== undefined && { at: next }),
  }
}
