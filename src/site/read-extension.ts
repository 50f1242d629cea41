import { addDays, dateIn } from './calendar.ts'
import { expiryRange } from './expiry.ts'
import type { Policy } from './policy.ts'
import type { CalendarDate, Instant } from './time.ts'
import { readDates } from './typed-date.ts'
import { UserError } from './user-error.ts'

export interface Typing {
  now: Instant
  policy: Policy
  /** Of the person: in Japanese `3/4` is March 4th, in English it may be April 3rd. */
  locale: 'en' | 'ja'
}

const DAYS_PER_UNIT: Record<string, number> = { d: 1, 日: 1, w: 7, 週: 7 }

/**
 * Reads how far to extend: a number of days or weeks (`7`, `7d`, `2週間`), which counts from the present last day, or a date (see
 * {@link readDates}). UserError when it may be two dates or is out of range, with the date that was read; the operation checks a full date.
 */
export function readExtension(
  typed: string,
  { now, policy, locale }: Typing,
): { days: number } | { until: CalendarDate } {
  const text = normalized(typed)
  const [, count, unit = 'd'] =
    /^(?:\+|あと)?(a|one|[1-9]\d{0,3}) ?(d|w|日|週)?(?:(?<=d)ays?|(?<=w)eeks?|(?<=w)ks?|間|ほど)?$/u.exec(text) ?? []
  if (count !== undefined) return { days: (Number(count) || 1) * (DAYS_PER_UNIT[unit] ?? 1) }
  const dates = readDates(text, dateIn(policy.timeZone, now), locale)
  const [date] = dates
  if (date === undefined) throw new UserError('date-unreadable', { text: typed })
  if (dates.length > 1) throw new UserError('date-ambiguous', { text: typed, dates })
  const { first, last } = expiryRange(now, policy)
  if (date !== text && (date < first || date > last))
    throw new UserError('date-misfit', { text: typed, date, first, last })
  return { until: date }
}

/** The last day of a new site, whose days count from today. */
export function readLastDay(typed: string, typing: Typing): CalendarDate {
  const extension = readExtension(typed, typing)
  return 'until' in extension ? extension.until : addDays(dateIn(typing.policy.timeZone, typing.now), extension.days)
}

/**
 * Normalizes width and case of letters, and drops words such as `until`. A number with such a word (`25日まで`, `until 25`) is a day of the
 * month, not a number of days.
 */
export function normalized(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^(?:until|till|to|on) (\d{1,2})$|^(\d{1,2})日 ?まで$/u, '$1$2th')
    .replace(/^(?:by|until|till|to|for|on) /u, '')
    .replace(/ ?まで$/u, '')
}
