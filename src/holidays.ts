import Holidays from 'date-holidays'
import * as z from 'zod'
import { parseSettings } from './config.ts'
import { about, type Policy, policySchema } from './site/policy.ts'
import { addDays } from './site/calendar.ts'
import { DAY_MS, type CalendarDate } from './site/time.ts'

/** Of this year and those that follow: a process or deployment that runs for longer knows its own dates alone. */
const YEARS = 6

const { holidays: written } = policySchema.shape

/** The setting, with dates in place of countries: their calendars (1.5 MB) are in no bundle. */
export const holidaysSetting = written
  .superRefine((holidays, { addIssue }) => {
    const unknown = holidays.filter((holiday) => !isDay(holiday) && !isPlace(holiday))
    if (unknown.length > 0) addIssue(`has public holidays of no ${unknown.join(', ')}: write dates`)
  })
  .transform((holidays) => {
    const first = new Date().getUTCFullYear()
    const years = Array.from({ length: YEARS }, (_, index) => first + index)
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

function isPlace(place: string): boolean {
  const [country = '', state, region] = place.split('-')
  const known = new Holidays()
  if (region !== undefined && state !== undefined) return Object.hasOwn(known.getRegions(country, state) ?? {}, region)
  const all = state === undefined ? known.getCountries() : known.getStates(country)
  return Object.hasOwn(all ?? {}, state ?? country)
}

/** The public holidays of a country (`JP`), or a part of it (`DE-BY`), that last whole days. */
export function publicHolidays(place: string, year: number): CalendarDate[] {
  const [country = '', state = '', region = ''] = place.split('-')
  const all = new Holidays(country, state, region).getHolidays(year)
  return all.filter(({ type, date }) => type === 'public' && date.includes(' 00:00')).flatMap(datesOf)
}

/** By the text: the moments depend on the zone of the process. */
function datesOf({ date, start, end }: { date: string; start: Date; end: Date }): CalendarDate[] {
  const first = date.slice(0, 10)
  return Array.from({ length: Math.round((end.getTime() - start.getTime()) / DAY_MS) }, (_, day) => addDays(first, day))
}
