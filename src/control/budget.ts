import { costsOf } from '../site/costs.ts'
import type { Policy } from '../site/policy.ts'
import type { Instant } from '../site/time.ts'
import { nextMonth } from '../site/usage.ts'
import { UserError } from '../site/user-error.ts'
import { allSites } from './all-sites.ts'
import type { SiteStore } from './ports.ts'

/** UserError once sites have cost as much as the budget of the month has; only then nobody can create or restore any. */
export async function expectBudgetLeft(store: SiteStore, now: Instant, policy: Policy): Promise<void> {
  const { monthlyBudget, timeZone } = policy
  if (monthlyBudget === undefined) return
  const { sites } = await allSites(store)
  const { soFar } = costsOf(sites, now, policy)
  if (soFar < monthlyBudget) return
  throw new UserError('budget-spent', { spent: soFar, budget: monthlyBudget, until: nextMonth(timeZone, now) })
}
