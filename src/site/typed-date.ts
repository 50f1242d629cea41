import { addDays, isDate, weekdayOf } from './calendar.ts'
import type { CalendarDate } from './time.ts'

/** That many days from today. */
const NEAR_DAYS = new Map(
  Object.entries({
    yesterday: -1,
    昨日: -1,
    きのう: -1,
    today: 0,
    今日: 0,
    本日: 0,
    tomorrow: 1,
    明日: 1,
    あした: 1,
    あす: 1,
    'day after tomorrow': 2,
    'the day after tomorrow': 2,
    明後日: 2,
    あさって: 2,
    'next week': 7,
    来週: 7,
    再来週: 14,
  }),
)
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const WEEKS_AHEAD: Record<string, number> = { this: 0, next: 1, 今週: 0, 来週: 1, 再来週: 2 }

/**
 * The dates that a normalized text may mean: none if it isn't a date, several if it is ambiguous. Without a year it is the next such date,
 * today included; a weekday is the next one after today.
 */
export function readDates(text: string, today: CalendarDate, locale: 'en' | 'ja'): CalendarDate[] {
  const near = NEAR_DAYS.get(text) ?? daysAhead(text)
  if (near !== undefined) return [addDays(today, near)]
  const found = [
    ...readWeekday(text, today),
    ...readNumericDate(text, today, locale),
    ...readNamedMonth(text, today),
    ...readDayOfMonth(text, today),
  ]
  return [...new Set(found)].toSorted()
}

/** `in 3 days`, `2週間後` */
function daysAhead(text: string): number | undefined {
  const [, english, weeks, japanese, 週] =
    /^in (?:(\d{1,3}) (?:days?|(weeks?)))$|^(\d{1,3})(?:日|(週)間?)後$/u.exec(text) ?? []
  const count = english ?? japanese
  return count === undefined ? undefined : Number(count) * (weeks === undefined && 週 === undefined ? 1 : 7)
}

/**
 * `friday`, `next friday`, `来週の金曜日`. English `next` may mean the coming one or the one in the next week, and weeks begin on Sunday for
 * some and on Monday for others.
 */
function readWeekday(text: string, today: CalendarDate): CalendarDate[] {
  const [, english, name = ''] = /^(?:(this|next) )?([a-z]{3,9})$/u.exec(text) ?? []
  const [, japanese, kanji = ''] = /^(?:(今週|来週|再来週)の?)?([日月火水木金土])曜日?$/u.exec(text) ?? []
  const weekday =
    kanji === '' ? WEEKDAYS.findIndex((day) => isAbbreviation(day, name)) : '日月火水木金土'.indexOf(kanji)
  if (weekday === -1) return []
  const coming = addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
  const which = english ?? japanese
  if (which === undefined) return [coming]
  const ofWeek = [0, 1].map((firstDay) => {
    const begin = addDays(today, -((weekdayOf(today) - firstDay + 7) % 7) + 7 * (WEEKS_AHEAD[which] ?? 0))
    return addDays(begin, (weekday - firstDay + 7) % 7)
  })
  return which === 'next' ? [coming, ...ofWeek] : ofWeek
}

/** `2026-12-25`, `2026年12月25日`, `12月25日`, `12/25`; in English `3/4` is ambiguous. */
function readNumericDate(text: string, today: CalendarDate, locale: 'en' | 'ja'): CalendarDate[] {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? []
  if (year !== undefined) return dateOf(year, month, day)
  const [, one, mark, other = ''] = /^(\d{1,2})([-/.月])(\d{1,2})日?$/u.exec(text) ?? []
  if (one === undefined) return []
  const monthFirst = nextDate(one, other, today)
  if (mark === '月' || (locale === 'ja' && monthFirst.length > 0)) return monthFirst
  return [...monthFirst, ...nextDate(other, one, today)]
}

/** `25 Dec`, `December 25th, 2026` */
function readNamedMonth(text: string, today: CalendarDate): CalendarDate[] {
  const parts = text.replaceAll(/[.,]|(?<=\d)(?:st|nd|rd|th)\b/gu, '').split(' ')
  const name = parts.find((part) => /^[a-z]{3,9}$/u.test(part)) ?? ''
  const [day = '', year, ...others] = parts.filter((part) => part !== name)
  const month = MONTHS.findIndex((one) => isAbbreviation(one, name)) + 1
  if (month === 0 || others.length > 0 || !/^\d{1,2}$/u.test(day)) return []
  if (year === undefined) return nextDate(String(month), day, today)
  return /^\d{4}$/u.test(year) ? dateOf(year, String(month), day) : []
}

/** `25th`: the next day with that number. */
function readDayOfMonth(text: string, today: CalendarDate): CalendarDate[] {
  const [, day] = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/u.exec(text) ?? []
  if (day === undefined) return []
  const ofMonths = MONTHS.flatMap((_, index) => nextDate(String(index + 1), day, today))
  return ofMonths.toSorted().slice(0, 1)
}

function isAbbreviation(word: string, typed: string): boolean {
  return typed.length >= 3 && word.startsWith(typed)
}

/** February 29th comes at least every eight years. */
const YEARS_AHEAD = 8

function nextDate(month: string, day: string, today: CalendarDate): CalendarDate[] {
  const thisYear = Number(today.slice(0, 4))
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_, ahead) => String(thisYear + ahead))
  return years
    .flatMap((year) => dateOf(year, month, day))
    .filter((date) => date >= today)
    .slice(0, 1)
}

function dateOf(year: string, month: string, day: string): CalendarDate[] {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? [date] : []
}
