import { addDays, dateIn, isDate, momentIn } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { CalendarDate, Instant } from './time.ts'
import { UserError } from './user-error.ts'

/** The moment at which a site whose last day is `date` is archived. */
export function expiryOn(date: CalendarDate, policy: Policy): Instant {
  return momentIn(policy.timeZone, date, policy.expiryHour)
}

/** First and last date that a site may be given as its last day. */
export function expiryRange(now: Instant, policy: Policy): { first: CalendarDate; last: CalendarDate } {
  const today = dateIn(policy.timeZone, now)
  const first = expiryOn(today, policy) > now ? today : addDays(today, 1)
  return { first, last: addDays(today, policy.maxDays) }
}

/** UserError when it is no date, or outside {@link expiryRange}. */
export function checkExpiryDate(date: string, now: Instant, policy: Policy): Instant {
  if (!isDate(date)) throw new UserError('date-unreadable', { text: date })
  const { first, last } = expiryRange(now, policy)
  if (date < first) throw new UserError('date-past', { first })
  if (date > last) throw new UserError('date-too-late', { last, maxDays: policy.maxDays })
  return expiryOn(date, policy)
}

/** The last day `days` after the present one (or after today, where that has passed). */
export function laterBy(days: number, expiresAt: Instant, now: Instant, policy: Policy): CalendarDate {
  return addDays(dateIn(policy.timeZone, Math.max(expiresAt, now)), days)
}

export function defaultExpiryDate(now: Instant, policy: Policy): CalendarDate {
  return addDays(dateIn(policy.timeZone, now), Math.min(policy.defaultDays, policy.maxDays))
}
