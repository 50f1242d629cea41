import { addDays, dateIn, isWorkingDay, momentIn } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { Instant } from './time.ts'

/** For a site that has office hours where the policy has none. */
const USUAL_HOURS = { from: 9, to: 20 }

/** That moment, if it's outside of office hours; or when these end. */
export function outsideOfficeHours(at: Instant, { timeZone, holidays, officeHours = USUAL_HOURS }: Policy): Instant {
  const date = dateIn(timeZone, at)
  const { from, to } = officeHours
  const end = to === 24 ? momentIn(timeZone, addDays(date, 1), 0) : momentIn(timeZone, date, to)
  return isWorkingDay(date, holidays) && at >= momentIn(timeZone, date, from) && at < end ? end : at
}
