import { addDays, dateIn, isDate, momentIn } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { CalendarDate, Instant } from './time.ts'
import { UserError } from './user-error.ts'

/** When a site with that last day is archived. */
export function expiryOn(date: CalendarDate, policy: Policy): Instant {
  return momentIn(policy.timeZone, date, policy.expiryHour)
}

/** The first and the last possible last day of a site. */
export function expiryRange(now: Instant, policy: Policy): { first: CalendarDate; last: CalendarDate } {
  const today = dateIn(policy.timeZone, now)
  const first = expiryOn(today, policy) > now ? today : addDays(today, 1)
  return { first, last: addDays(today, policy.maxDays) }
}

/** UserError when it isn't a date, or is outside of {@link expiryRange}. */
export function checkExpiryDate(date: string, now: Instant, policy: Policy): Instant {
  if (!isDate(date)) throw new UserError('date-unreadable', { text: date })
  const { first, last } = expiryRange(now, policy)
  if (date < first) throw new UserError('date-past', { first })
  if (date > last) throw new UserError('date-too-late', { last, maxDays: policy.maxDays })
  return expiryOn(date, policy)
}

/** `days` after the present last day, or after today if that has passed. */
export function laterBy(days: number, expiresAt: Instant, now: Instant, policy: Policy): CalendarDate {
  return addDays(dateIn(policy.timeZone, Math.max(expiresAt, now)), days)
}

export function defaultExpiryDate(now: Instant, policy: Policy): CalendarDate {
  return addDays(dateIn(policy.timeZone, now), Math.min(policy.defaultDays, policy.maxDays))
}
