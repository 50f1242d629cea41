import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import { remembered } from './remembered.ts'
import { MINUTE_MS, type CalendarDate, type Instant } from './time.ts'

dayjs.extend(utc)
dayjs.extend(timezone)
dayjs.extend(customParseFormat)

const DATE = 'YYYY-MM-DD'

/** All zones have been whole quarters of an hour ahead of UTC or behind since 1980 (tz database): at no other moment does a date begin. */
const QUARTER_MS = 15 * MINUTE_MS

/** The date that a clock on the wall in `timeZone` shows. */
export function dateIn(timeZone: string, at: Instant): CalendarDate {
  return dateOfQuarter(timeZone, Math.floor(at / QUARTER_MS))
}

const dateOfQuarter = remembered((timeZone: string, quarter: number): CalendarDate =>
  dayjs(quarter * QUARTER_MS)
    .tz(timeZone)
    .format(DATE),
)

/**
 * `hour`:00 on that date in `timeZone`. Where clocks are put forward over that hour, the moment at which they would
 * have shown it; where they show it twice, the first (as Temporal's 'compatible' has it).
 */
export const momentIn = remembered((timeZone: string, date: CalendarDate, hour: number): Instant => {
  const time = `${String(hour).padStart(2, '0')}:00`
  const at = dayjs.tz(`${date} ${time}`, timeZone)
  // Of an hour that comes twice, dayjs gives the one or the other by the season in which it is asked.
  const putBackMinutes = dayjs.tz(`${addDays(date, -1)} ${time}`, timeZone).utcOffset() - at.utcOffset()
  if (putBackMinutes <= 0) return at.valueOf()
  const first = at.subtract(putBackMinutes, 'minute')
  return (first.tz(timeZone).hour() === hour ? first : at).valueOf()
})

/** Calendar arithmetic, free of time zones: month ends and leap days as on paper. */
export const addDays = remembered((date: CalendarDate, days: number): CalendarDate =>
  dayjs.utc(date, DATE, true).add(days, 'day').format(DATE),
)

export function isDate(text: string): boolean {
  return dayjs.utc(text, DATE, true).isValid()
}

/** 0 is Sunday. */
export function weekdayOf(date: CalendarDate): number {
  return dayjs.utc(date, DATE, true).day()
}

/** The date itself on a working day, else the Friday before. */
export const workingDayUpTo = remembered((date: CalendarDate): CalendarDate => {
  const weekday = weekdayOf(date)
  if (weekday === 6) return addDays(date, -1)
  return weekday === 0 ? addDays(date, -2) : date
})
