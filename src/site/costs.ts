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

/** Undefined: a price isn't known. Without `now`, as of the last change of its state, so that a card doesn't change by itself. */
export function monthlyCosts(site: Site, policy: Policy, now?: Instant): MonthlyCosts | undefined {
  const rates = ratesOf(site, policy)
  if (rates === undefined) return undefined
  if (site.spec.desired === 'archived') return { archived: rates.archived * MONTH_HOURS }
  const { usage } = site.status
  const asUsed = usage && costOfHour(now === undefined ? usage : usageAt(usage, now, policy.timeZone), rates)
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

/** What all sites may cost in a month that ends at `until`, and what they have cost so far. */
export interface BudgetState {
  spent: number
  budget: number
  until: Instant
}

/** What several sites cost together. */
export interface Costs {
  sites: number
  /** Since the month began. */
  soFar: number
  /** If they go on as they were used, or are archived. */
  monthly: number
  /** How many of the sites aren't counted, since a price isn't known. */
  unknown: number
}

export function costsOf(sites: readonly Site[], now: Instant, policy: Policy): Costs {
  const costs = { sites: sites.length, soFar: 0, monthly: 0, unknown: 0 }
  for (const site of sites) {
    const monthly = monthlyCosts(site, policy, now)
    if (monthly === undefined) costs.unknown++
    else costs.monthly += 'archived' in monthly ? monthly.archived : (monthly.asUsed ?? monthly.alwaysUp)
    costs.soFar += costsThisMonth(site, now, policy) ?? 0
  }
  return costs
}

export const costGroups = ['site', 'owner', 'repository'] as const
export type CostGroup = (typeof costGroups)[number]

/** By site, owner, or repository; what has cost most comes first. */
export function groupedCosts(
  sites: readonly Site[],
  by: CostGroup,
  now: Instant,
  policy: Policy,
): ({ name: string } & Costs)[] {
  const groups = new Map<string, Site[]>()
  for (const site of sites) {
    const key = by === 'site' ? site.name : site.spec[by]
    groups.set(key, [...(groups.get(key) ?? []), site])
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...costsOf(group, now, policy) }))
    .toSorted((a, b) => b.soFar - a.soFar || a.name.localeCompare(b.name))
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
