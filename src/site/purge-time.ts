import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Instant } from './time.ts'

/** When an archive made at `archivedAt` is purged. */
export function purgeTime(archivedAt: Instant, policy: Policy): Instant {
  return momentIn(policy.timeZone, addDays(dateIn(policy.timeZone, archivedAt), policy.archiveDays), policy.expiryHour)
}

/** When people are told of it: the working day before, in the morning. */
export function purgeNoticeTime(archivedAt: Instant, policy: Policy): Instant {
  const lastDay = dateIn(policy.timeZone, purgeTime(archivedAt, policy))
  return momentIn(policy.timeZone, workingDayUpTo(addDays(lastDay, -1)), policy.warnHour)
}
