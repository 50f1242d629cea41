import type { BudgetState } from '../src/site/costs.ts'
import { type MessageView, section } from './blocks.ts'
import { money } from './money.ts'
import { plainDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** To admins, before nobody can create sites for the rest of the month. */
export function budgetWarning({ spent, budget, until }: BudgetState, viewContext: ViewContext): MessageView {
  const text = viewContext.texts.budgetWarning({
    spent: money(spent, viewContext),
    budget: money(budget, viewContext),
    until: plainDate(until, viewContext),
  })
  return { text, blocks: [section(`⚠️ ${text}`)] }
}
