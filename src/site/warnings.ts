import { addDays, dateIn, momentIn, workingDayUpTo } from './calendar.ts'
import type { Policy } from './policy.ts'
import { HOUR_MS, type Instant } from './time.ts'

const WARNING_DAYS = [3, 1]
/** For lives too short for a warning days before, and the least time between a late warning and the end. */
export const SHORT_NOTICE_MS = 2 * HOUR_MS

/**
 * When people are warned of an expiry that was chosen at `expirySetAt`, earliest first. Three days and one day
 * before, on working days; two hours before when neither is left; never later, and never for a life of under two hours.
 */
export function warningTimes(spec: { expiresAt: Instant; expirySetAt: Instant }, policy: Policy): Instant[] {
  const lastDay = dateIn(policy.timeZone, spec.expiresAt)
  const byDay = WARNING_DAYS.map((days) =>
    momentIn(policy.timeZone, workingDayUpTo(addDays(lastDay, -days)), policy.warnHour),
  )
  const shortNotice = spec.expiresAt - SHORT_NOTICE_MS
  const ahead = [...new Set(byDay)].filter((at) => at > spec.expirySetAt && at <= shortNotice)
  if (ahead.length > 0) return ahead.toSorted((a, b) => a - b)
  return shortNotice > spec.expirySetAt ? [shortNotice] : []
}
