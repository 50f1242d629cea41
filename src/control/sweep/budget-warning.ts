import type { BudgetState } from '../../site/costs.ts'
import { isSlackUser } from '../../site/slack-ids.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import { nextMonth } from '../../site/usage.ts'
import { spentThisMonth } from '../all-costs.ts'
import type { Ports, Sighting } from '../ports.ts'
import type { SweepActions } from './actions.ts'

/** The share of the budget from which admins are told. */
const WARNED_SHARE = 0.8

const MARK = 'budget-warning '

/** Tells each admin once a month. Returns whom it has told, for the next sweep. */
export async function warnOfBudget(
  sites: Site[],
  before: readonly Sighting[],
  policy: Policy,
  { store, chat, clock }: Ports,
  actions: SweepActions,
): Promise<Sighting[]> {
  const state = await actions.tried('read-costs', () => budgetState({ store, clock }, sites, policy))
  if (state === undefined || state === 'enough') return []
  const marks: Sighting[] = []
  for (const admin of policy.admins.filter(isSlackUser)) {
    const key = `${MARK}${state.until} ${admin}`
    const known = before.find((sighting) => sighting.key === key)
    if (known !== undefined) marks.push(known)
    else
      await actions.attempt({ operation: 'warn-of-budget', user: admin }, async () => {
        await chat.warnOfBudget(state, { channel: admin })
        marks.push({ key, since: clock.now() })
      })
  }
  return marks
}

async function budgetState(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  sites: Site[],
  policy: Policy,
): Promise<BudgetState | 'enough'> {
  const { monthlyBudget: budget, timeZone } = policy
  if (budget === undefined) return 'enough'
  const spent = await spentThisMonth(store, sites, clock.now(), policy)
  return spent < budget * WARNED_SHARE ? 'enough' : { spent, budget, until: nextMonth(timeZone, clock.now()) }
}
