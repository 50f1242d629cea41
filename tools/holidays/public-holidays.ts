import Holidays from 'date-holidays'
import { addDays } from '../../src/site/calendar.ts'
import { type CalendarDate, DAY_MS } from '../../src/site/time.ts'

/** The countries (`JP`), and their parts (`DE-BY`, `DE-BY-A`), whose holidays date-holidays knows. */
export function knownPlaces(): string[] {
  const known = new Holidays()
  return keysOf(known.getCountries()).flatMap((country) => [
    country,
    ...keysOf(known.getStates(country)).flatMap((state) => [
      `${country}-${state}`,
      ...keysOf(known.getRegions(country, state)).map((region) => `${country}-${state}-${region}`),
    ]),
  ])
}

const keysOf = (names: object | undefined) => Object.keys(names ?? {})

/** The public holidays of a place that last whole days, as date-holidays has them. */
export function publicHolidays(place: string, years: readonly number[]): CalendarDate[] {
  const [country = '', state = '', region = ''] = place.split('-')
  const calendar = new Holidays(country, state, region)
  return years
    .flatMap((year) => calendar.getHolidays(year))
    .filter(({ type, date }) => type === 'public' && date.includes(' 00:00'))
    .flatMap(datesOf)
}

/** By the text: the moments depend on the zone of the process. */
function datesOf({ date, start, end }: { date: string; start: Date; end: Date }): CalendarDate[] {
  const first = date.slice(0, 10)
  return Array.from({ length: Math.round((end.getTime() - start.getTime()) / DAY_MS) }, (_, day) => addDays(first, day))
}
