import type { Policy } from '../site/policy.ts'
import type { Instant } from '../site/time.ts'
import { nextMonth } from '../site/usage.ts'
import { UserError } from '../site/user-error.ts'
import { spentThisMonth } from './all-costs.ts'
import { allSites } from './all-sites.ts'
import type { SiteStore } from './ports.ts'

/** UserError once sites have cost as much as the budget of the month has; only then nobody can create or restore any. */
export async function expectBudgetLeft(store: SiteStore, now: Instant, policy: Policy): Promise<void> {
  const { monthlyBudget, timeZone } = policy
  if (monthlyBudget === undefined) return
  const { sites } = await allSites(store)
  const spent = await spentThisMonth(store, sites, now, policy)
  if (spent < monthlyBudget) return
  throw new UserError('budget-spent', { spent, budget: monthlyBudget, until: nextMonth(timeZone, now) })
}
