import { dateIn } from '../site/calendar.ts'
import { costsOf, costsThisMonth } from '../site/costs.ts'
import type { Policy } from '../site/policy.ts'
import type { Site } from '../site/site.ts'
import type { CalendarDate, Instant } from '../site/time.ts'
import type { SiteStore } from './ports.ts'

/** `YYYY-MM`. */
function monthOf(now: Instant, { timeZone }: Policy): CalendarDate {
  return dateIn(timeZone, now).slice(0, 7)
}

/** What sites have cost this month that are no more. */
export function removedCosts(store: SiteStore, now: Instant, policy: Policy): Promise<number> {
  return store.removedCosts(monthOf(now, policy))
}

/** What all sites have cost this month, with those that are no more. */
export async function spentThisMonth(store: SiteStore, sites: Site[], now: Instant, policy: Policy): Promise<number> {
  return costsOf(sites, now, policy).soFar + (await removedCosts(store, now, policy))
}

/** Before its record is removed, and the cost with it. */
export async function keepCost(store: SiteStore, site: Site, now: Instant, policy: Policy): Promise<void> {
  const cost = costsThisMonth(site, now, policy) ?? 0
  if (cost > 0) await store.addRemovedCost(monthOf(now, policy), { siteId: site.id, cost })
}
