import * as z from 'zod'
import { parseSettings } from './config.ts'
import { type HolidayDates, holidayDates } from './holiday-dates.ts'
import { about, type Policy, policySchema } from './site/policy.ts'
import type { CalendarDate } from './site/time.ts'

/** Of this year and those that follow: a process or deployment that runs for longer knows its own dates alone. */
const YEARS = 6

const { holidays: written } = policySchema.shape

/** The setting, with dates in place of countries. */
export const holidaysSetting = written
  .superRefine((holidays, { addIssue }) => {
    const places = holidays.filter((holiday) => !isDay(holiday))
    const unknown = places.filter((place) => !Object.hasOwn(holidayDates.places, place))
    if (unknown.length > 0) addIssue(`has public holidays of no ${unknown.join(', ')}: write dates`)
    if (places.length > 0 && yearsFrom(new Date()).length === 0)
      addIssue(`has public holidays until ${holidayDates.lastYear} alone: write dates`)
  })
  .transform((holidays) => {
    const years = yearsFrom(new Date())
    return holidays.flatMap((holiday) =>
      isDay(holiday) ? [holiday] : years.flatMap((year) => publicHolidays(holiday, year)),
    )
  })

const aboutHolidays = about.get(written)
if (aboutHolidays !== undefined) about.add(holidaysSetting, aboutHolidays)

/** The rules, with dates in place of countries. ConfigError. */
export function withHolidayDates(policy: Policy): Policy {
  return { ...policy, ...parseSettings(z.object({ holidays: holidaysSetting }), policy) }
}

const isDay = (holiday: string) => /^\d/.test(holiday)

function yearsFrom(now: Date): number[] {
  const first = now.getUTCFullYear()
  return Array.from({ length: YEARS }, (_, index) => first + index).filter((year) => year <= holidayDates.lastYear)
}

/** The public holidays of a country (`JP`), or a part of it (`DE-BY`), that last whole days, in their order. */
export function publicHolidays(place: string, year: number, { places }: HolidayDates = holidayDates): CalendarDate[] {
  const dates = new Set<CalendarDate>()
  const parts = place.split('-')
  for (const count of parts.keys()) {
    const days = places[parts.slice(0, count + 1).join('-')]?.split(' ') ?? []
    const added = days.filter((day) => !day.startsWith('-'))
    for (const date of inYear(added, year)) dates.add(date)
    const missing = days.filter((day) => day.startsWith('-')).map((day) => day.slice(1))
    for (const date of inYear(missing, year)) dates.delete(date)
  }
  return [...dates].toSorted()
}

function inYear(days: readonly string[], year: number): CalendarDate[] {
  return days
    .map((day) => (day.length === 'MM-DD'.length ? `${year}-${day}` : day))
    .filter((date) => date.startsWith(`${year}-`))
}
