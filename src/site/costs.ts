import type { Policy } from './policy.ts'
import type { Site } from './site.ts'
import { DAY_MS, HOUR_MS, type Instant } from './time.ts'
import { type Spent, type Usage, usageAt, type UsedState } from './usage.ts'

/** Of a month, in prices and costs alike. AWS’s own calculator counts as many. */
const MONTH_HOURS = 730
const WINDOW_MS = 30 * DAY_MS

/** What a site costs a month, in the currency of the prices. */
export type MonthlyCosts =
  | { alwaysUp: number; /** Going by the last 30 days; absent until it has a past. */ asUsed?: number }
  /** For as long as it stays archived. */
  | { archived: number }

/** Undefined: a price isn't known. As of the last change of its state, so that a card doesn't change by itself. */
export function monthlyCosts(site: Site, policy: Policy): MonthlyCosts | undefined {
  const rates = ratesOf(site, policy)
  if (rates === undefined) return undefined
  if (site.spec.desired === 'archived') return { archived: rates.archived * MONTH_HOURS }
  const { usage } = site.status
  const asUsed = usage && costOfHour(usage, rates)
  const alwaysUp = rates.up * MONTH_HOURS
  return asUsed === undefined ? { alwaysUp } : { alwaysUp, asUsed: asUsed * MONTH_HOURS }
}

/** What the site has cost since the month began. Undefined: a price isn't known. */
export function costsThisMonth(site: Site, now: Instant, policy: Policy): number | undefined {
  const rates = ratesOf(site, policy)
  if (rates === undefined) return undefined
  const { usage } = site.status
  return usage === undefined ? 0 : costOf(usageAt(usage, now, policy.timeZone).month.spent, rates)
}

type Rates = Record<UsedState, number>

/** What an hour costs. The price of a spot machine changes all the time, so it isn't known. */
function ratesOf({ spec }: Site, { prices }: Policy): Rates | undefined {
  const hour = prices?.sizes[spec.size]
  if (prices === undefined || hour === undefined || spec.spot === true) return undefined
  const disk = prices.disk / MONTH_HOURS
  return { up: hour + disk, asleep: disk, archived: prices.archive / MONTH_HOURS }
}

function costOf(spent: Spent, rates: Rates): number {
  const hours = (state: UsedState) => (spent[state] ?? 0) / HOUR_MS
  return hours('up') * rates.up + hours('asleep') * rates.asleep + hours('archived') * rates.archived
}

/** On average, over the hours in which there was anything that costs money. The month before counts as far as the 30 days go back. */
function costOfHour({ since, month, previous }: Usage, rates: Rates): number | undefined {
  const missing = Math.max(0, WINDOW_MS - (since - month.from))
  const share = previous === undefined ? 0 : Math.min(1, missing / (month.from - previous.from))
  const hours = hoursOf(month.spent) + share * hoursOf(previous?.spent ?? {})
  if (hours === 0) return undefined
  return (costOf(month.spent, rates) + share * costOf(previous?.spent ?? {}, rates)) / hours
}

function hoursOf(spent: Spent): number {
  return Object.values(spent).reduce((sum, ms) => sum + ms, 0) / HOUR_MS
}
