import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import type { Instant } from './time.ts'

/** When the site's archive is purged, if it has one. */
export function purgeTime(site: Site, policy: Policy): Instant | undefined {
  const from = keptFrom(site)
  if (from === undefined) return undefined
  return momentIn(policy.timeZone, addDays(dateIn(policy.timeZone, from), policy.archiveDays), policy.expiryHour)
}

/** When people are notified of that: in the morning of the working day before. */
export function purgeNoticeTime(site: Site, policy: Policy): Instant | undefined {
  const at = purgeTime(site, policy)
  if (at === undefined) return undefined
  const { timeZone, holidays, warnHour } = policy
  return momentIn(timeZone, workingDayUpTo(addDays(dateIn(timeZone, at), -1), holidays), warnHour)
}

/** A site that was restored, and archived again before it was up, keeps its image; its days count from the later request. */
function keptFrom({ spec, status: { archive } }: Site): Instant | undefined {
  return archive && Math.max(archive.at, spec.archiveRequestedAt ?? archive.at)
}
