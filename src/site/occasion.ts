import { warningKey } from './clocks.ts'
import { stuckOn } from './failures.ts'
import { isArchived, phaseOf } from './phase.ts'
import type { Policy } from './policy.ts'
import { purgeNoticeTime } from './purge-time.ts'
import type { Site } from './site.ts'
import type { Instant } from './time.ts'
import type { Topic } from './topic.ts'
import { warningTimes } from './warnings.ts'

/** Something to be told now (`key` tells it from the last time), or at a later moment, or not. */
export type Occasion = { key: string } | { at: Instant } | undefined

/** What each topic has to say of a site at a moment. */
export const occasions: Record<Topic, (site: Site, now: Instant, policy: Policy) => Occasion> = {
  ready: (site) => {
    const launch = site.status.instance?.launch
    return phaseOf(site) === 'ready' && launch !== undefined ? { key: String(launch) } : undefined
  },
  failed: (site) => {
    const stuck = stuckOn(site)
    return stuck && { key: `${stuck.step}/${stuck.failure.firstAt}` }
  },
  expiring,
  archived: (site) => (isArchived(site) ? imageKey(site) : undefined),
  purgeTomorrow: (site, now, policy) => {
    if (!isArchived(site) || site.status.archive === undefined) return undefined
    const at = purgeNoticeTime(site.status.archive.at, policy)
    return at > now ? { at } : imageKey(site)
  },
}

function imageKey(site: Site): Occasion {
  const imageId = site.status.archive?.imageId
  return imageId === undefined ? undefined : { key: imageId }
}

function expiring({ spec }: Site, now: Instant, policy: Policy): Occasion {
  if (spec.desired !== 'up' && spec.desired !== 'asleep') return undefined
  const times = warningTimes(spec, policy)
  const struck = times.findLast((at) => at <= now)
  const next = times.find((at) => at > now)
  if (struck !== undefined) return { key: warningKey(spec.expiresAt, struck) }
  return next === undefined ? undefined : { at: next }
}
