import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Site, Warned } from './site.ts'
import { HOUR_MS, type Instant } from './time.ts'

/** A site in an expiry warning, which may be of several. */
export interface Warning extends Warned {
  /** undefined: nothing is left of it. */
  site: Site | undefined
  /** The warning holds, so it has buttons. */
  isOpen: boolean
}

const WARNING_DAYS = [3, 1]
/** For sites that expire too soon for an earlier warning, and the least time between a late warning and the end. */
export const SHORT_NOTICE_MS = 2 * HOUR_MS

/**
 * When people are warned of an expiry that was chosen at `expirySetAt`, earliest first: three days and one day before, on working days,
 * or two hours before if both have passed. There is no warning for an expiry within two hours.
 */
export function warningTimes(
  { expiresAt, expirySetAt }: { expiresAt: Instant; expirySetAt: Instant },
  { timeZone, warnHour, holidays }: Policy,
): readonly Instant[] {
  const lastDay = dateIn(timeZone, expiresAt)
  const days = WARNING_DAYS.map((before) => workingDayUpTo(addDays(lastDay, -before), holidays))
  const byDay = [...new Set(days)].map((day) => momentIn(timeZone, day, warnHour))
  const shortNotice = expiresAt - SHORT_NOTICE_MS
  const ahead = byDay.filter((at) => at > expirySetAt && at <= shortNotice)
  if (ahead.length > 0) return ahead.toSorted((a, b) => a - b)
  return shortNotice > expirySetAt ? [shortNotice] : []
}
