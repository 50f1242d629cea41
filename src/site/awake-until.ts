import { addDays, dateIn, isDate, momentIn } from './calendar.ts'
import { NIGHT } from './idle.ts'
import type { Policy } from './policy.ts'
import { normalized, readExtension, type Typing } from './read-extension.ts'
import { HOUR_MS, type CalendarDate, type Instant } from './time.ts'
import { UserError } from './user-error.ts'

const TONIGHT = new Set(['tonight', 'today', '今夜', '今晩', '今日', '本日'])

/**
 * Reads until the night after which day a site is kept awake: tonight, a number of days from then, or a date. UserError when it can't be
 * read or is out of range.
 */
export function readAwakeUntil(typed: string, typing: Typing): CalendarDate {
  const { now, policy } = typing
  const today = tonight(now, policy)
  const date = TONIGHT.has(normalized(typed)) ? today : dateOf(typed, today, typing)
  if (!isDate(date)) throw new UserError('date-unreadable', { text: typed })
  const last = addDays(today, policy.maxDays)
  if (date < today) throw new UserError('date-past', { first: today })
  if (date > last) throw new UserError('date-too-late', { last, maxDays: policy.maxDays })
  return date
}

function dateOf(typed: string, today: CalendarDate, typing: Typing): CalendarDate {
  const extension = readExtension(typed, typing)
  return 'until' in extension ? extension.until : addDays(today, extension.days)
}

/** The day that tonight belongs to: before the morning, it's yesterday. */
export function tonight(now: Instant, { timeZone }: Policy): CalendarDate {
  return dateIn(timeZone, now - NIGHT.to * HOUR_MS)
}

export function morningAfter(date: CalendarDate, { timeZone }: Policy): Instant {
  return momentIn(timeZone, addDays(date, 1), NIGHT.to)
}
