import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import type { Instant } from './time.ts'

/** When the site's archive, if it has one, is purged. */
export function purgeTime(site: Site, policy: Policy): Instant | undefined {
  const from = keptFrom(site)
  if (from === undefined) return undefined
  return momentIn(policy.timeZone, addDays(dateIn(policy.timeZone, from), policy.archiveDays), policy.expiryHour)
}

/** When people are told of it: the working day before, in the morning. */
export function purgeNoticeTime(site: Site, policy: Policy): Instant | undefined {
  const at = purgeTime(site, policy)
  if (at === undefined) return undefined
  return momentIn(policy.timeZone, workingDayUpTo(addDays(dateIn(policy.timeZone, at), -1)), policy.warnHour)
}

/** A site that was restored, but put away again before it ran, keeps the image it had: its days count from then. */
function keptFrom({ spec, status: { archive } }: Site): Instant | undefined {
  return archive && Math.max(archive.at, spec.archiveRequestedAt ?? archive.at)
}
