import type { HolidayDates } from '../../src/holiday-dates.ts'
import { knownPlaces, publicHolidays } from './public-holidays.ts'

/** The dates of these places, or of all that date-holidays knows, as src/holiday-dates.ts has them. */
export function datesOfAll(
  { firstYear, lastYear }: Pick<HolidayDates, 'firstYear' | 'lastYear'>,
  places = knownPlaces(),
): HolidayDates {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index)
  const days = new Map(places.map((place) => [place, publicHolidays(place, years)]))
  const rows = places.map((place): [string, string] => {
    const own = days.get(place) ?? []
    const whole = days.get(place.slice(0, place.lastIndexOf('-'))) ?? []
    const added = shortened(without(own, whole), years)
    const missing = shortened(without(whole, own), years).map((day) => `-${day}`)
    return [place, [...added, ...missing].join(' ')]
  })
  return { firstYear, lastYear, places: Object.fromEntries(rows) }
}

function without(dates: readonly string[], others: readonly string[]): Set<string> {
  const known = new Set(others)
  return new Set(dates.filter((date) => !known.has(date)))
}

function shortened(dates: ReadonlySet<string>, years: readonly number[]): string[] {
  const everyYear = (date: string) => years.every((year) => dates.has(`${year}${date.slice(4)}`))
  return [...new Set([...dates].map((date) => (everyYear(date) ? date.slice(5) : date)))].toSorted()
}

/** The module that holds them. */
export function sourceOf({ firstYear, lastYear, places }: HolidayDates): string {
  const rows = Object.entries(places).map(
    ([place, dates]) => `    ${/\W/.test(place) ? `'${place}'` : place}: '${dates}',`,
  )
  return `/**
 * Public holidays, made by \`npm run holidays\` of date-holidays (ISC AND CC-BY-3.0): a country (\`JP\`) has \`MM-DD\` for what is on the same day in each of these
 * years, and \`YYYY-MM-DD\` for others. A part (\`DE-BY\`) has all of the whole's, what is added here, and not those after a \`-\`.
 */
export interface HolidayDates {
  firstYear: number
  lastYear: number
  places: Readonly<Record<string, string>>
}

export const holidayDates: HolidayDates = {
  firstYear: ${firstYear},
  lastYear: ${lastYear},
  places: {
${rows.join('\n')}
  },
}
`
}
