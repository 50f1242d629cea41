import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import type { CalendarDate, Instant } from './time.ts'

dayjs.extend(utc)
dayjs.extend(timezone)
dayjs.extend(customParseFormat)

const DATE = 'YYYY-MM-DD'

/** The date that a clock on the wall in `timeZone` shows. */
export function dateIn(timeZone: string, at: Instant): CalendarDate {
  return dayjs(at).tz(timeZone).format(DATE)
}

/** `hour`:00 on that date in `timeZone`; an hour that the clocks skip is the moment they are put forward to. */
export function momentIn(timeZone: string, date: CalendarDate, hour: number): Instant {
  return dayjs.tz(`${date} ${String(hour).padStart(2, '0')}:00`, timeZone).valueOf()
}

/** Calendar arithmetic, free of time zones: month ends and leap days as on paper. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dayjs.utc(date, DATE, true).add(days, 'day').format(DATE)
}

export function isDate(text: string): boolean {
  return dayjs.utc(text, DATE, true).isValid()
}

/** The date itself on a working day, else the Friday before. */
export function workingDayUpTo(date: CalendarDate): CalendarDate {
  const weekday = dayjs.utc(date, DATE, true).day()
  if (weekday === 6) return addDays(date, -1)
  return weekday === 0 ? addDays(date, -2) : date
}
