import { addDays, dateIn, isWorkingDay, momentIn, weekdayOf } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import type { CalendarDate, Instant } from './time.ts'

const WORKING_DAYS = 5

/** The week that a digest is about. */
export interface DigestWeek {
  monday: CalendarDate
  /** When the digest is due. */
  at: Instant
  /** When the next week begins. */
  until: Instant
}

/** What a channel is told of its sites. */
export interface WeeklyDigest {
  week: DigestWeek
  sites: readonly Site[]
}

/**
 * The week whose digest is due now: from `warnHour` on the week's first working day to the end of that day. Undefined on other days, and
 * in a week without working days.
 */
export function digestWeek(now: Instant, { timeZone, warnHour, holidays }: Policy): DigestWeek | undefined {
  const today = dateIn(timeZone, now)
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7))
  const days = Array.from({ length: WORKING_DAYS }, (_, day) => addDays(monday, day))
  const at = momentIn(timeZone, today, warnHour)
  if (days.find((day) => isWorkingDay(day, holidays)) !== today || now < at) return undefined
  return { monday, at, until: momentIn(timeZone, addDays(monday, 7), 0) }
}
