import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import { memoized } from './memoized.ts'
import { MINUTE_MS, type CalendarDate, type Instant } from './time.ts'

dayjs.extend(utc)
dayjs.extend(timezone)
dayjs.extend(customParseFormat)

const DATE = 'YYYY-MM-DD'

/** Since 1980, all zones have been whole quarters of an hour from UTC (tz database), so dates begin at no other moments. */
const QUARTER_MS = 15 * MINUTE_MS

/** The date in `timeZone` at that moment. */
export function dateIn(timeZone: string, at: Instant): CalendarDate {
  return dateOfQuarter(timeZone, Math.floor(at / QUARTER_MS))
}

const dateOfQuarter = memoized((timeZone: string, quarter: number): CalendarDate =>
  dayjs(quarter * QUARTER_MS)
    .tz(timeZone)
    .format(DATE),
)

/**
 * `hour`:00 on that date in `timeZone`. When clocks skip that hour, the moment at which they would have shown it; when they show it
 * twice, the first (Temporal's 'compatible').
 */
export const momentIn = memoized((timeZone: string, date: CalendarDate, hour: number): Instant => {
  const time = `${String(hour).padStart(2, '0')}:00`
  const at = dayjs.tz(`${date} ${time}`, timeZone)
  // For an hour that comes twice, dayjs returns one or the other depending on the season in which it is called.
  const putBackMinutes = dayjs.tz(`${addDays(date, -1)} ${time}`, timeZone).utcOffset() - at.utcOffset()
  if (putBackMinutes <= 0) return at.valueOf()
  const first = at.subtract(putBackMinutes, 'minute')
  return (first.tz(timeZone).hour() === hour ? first : at).valueOf()
})

/** Calendar arithmetic without time zones. */
export const addDays = memoized((date: CalendarDate, days: number): CalendarDate =>
  dayjs.utc(date, DATE, true).add(days, 'day').format(DATE),
)

export function isDate(text: string): boolean {
  return dayjs.utc(text, DATE, true).isValid()
}

/** 0 is Sunday. */
export const weekdayOf = memoized((date: CalendarDate): number => dayjs.utc(date, DATE, true).day())

/** No days off are looked at before that, should all days of the year be. */
const MAX_DAYS_OFF = 31

/** `holidays` are days off besides weekends: dates, or for each year `12-31`. */
export function isWorkingDay(date: CalendarDate, holidays: readonly string[]): boolean {
  const weekday = weekdayOf(date)
  return weekday !== 0 && weekday !== 6 && !holidays.includes(date) && !holidays.includes(date.slice(5))
}

/** The date itself if it is a working day, or else the last one before. */
export function workingDayUpTo(date: CalendarDate, holidays: readonly string[]): CalendarDate {
  for (let day = date, tries = 0; tries < MAX_DAYS_OFF; day = addDays(day, -1), tries++) {
    if (isWorkingDay(day, holidays)) return day
  }
  return date
}
