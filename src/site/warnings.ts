import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import { memoized } from './memoized.ts'
import { HOUR_MS, type Instant } from './time.ts'

const WARNING_DAYS = [3, 1]
/** For sites that expire too soon for an earlier warning, and the least time between a late warning and the end. */
export const SHORT_NOTICE_MS = 2 * HOUR_MS

/**
 * When people are warned of an expiry that was chosen at `expirySetAt`, earliest first: three days and one day before, on working days,
 * or two hours before if both have passed. There is no warning for an expiry within two hours.
 */
export function warningTimes(
  { expiresAt, expirySetAt }: { expiresAt: Instant; expirySetAt: Instant },
  { timeZone, warnHour }: Policy,
): readonly Instant[] {
  return timesOf(expiresAt, expirySetAt, timeZone, warnHour)
}

const timesOf = memoized(
  (expiresAt: Instant, expirySetAt: Instant, timeZone: string, warnHour: number): readonly Instant[] => {
    const lastDay = dateIn(timeZone, expiresAt)
    const byDay = WARNING_DAYS.map((days) => momentIn(timeZone, workingDayUpTo(addDays(lastDay, -days)), warnHour))
    const shortNotice = expiresAt - SHORT_NOTICE_MS
    const ahead = [...new Set(byDay)].filter((at) => at > expirySetAt && at <= shortNotice)
    if (ahead.length > 0) return ahead.toSorted((a, b) => a - b)
    return shortNotice > expirySetAt ? [shortNotice] : []
  },
)
