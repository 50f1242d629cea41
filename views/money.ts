import type { MonthlyCosts } from '../src/site/costs.ts'
import type { ViewContext } from './view-context.ts'

/** An amount in the currency of the prices. */
export function money(amount: number, { locale, policy }: Pick<ViewContext, 'locale' | 'policy'>): string {
  const format = new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'ja-JP', {
    style: 'currency',
    currency: policy.prices?.currency ?? 'USD',
    currencyDisplay: 'narrowSymbol',
  })
  return format.format(amount)
}

/** What a site costs a month. Two figures only where they differ. */
export function costsText(costs: MonthlyCosts, viewContext: ViewContext): string {
  const { texts } = viewContext
  if ('archived' in costs) return texts.costs.archived({ cost: money(costs.archived, viewContext) })
  const alwaysUp = money(costs.alwaysUp, viewContext)
  const asUsed = costs.asUsed === undefined ? alwaysUp : money(costs.asUsed, viewContext)
  return asUsed === alwaysUp ? texts.costs.alwaysUp({ cost: alwaysUp }) : texts.costs.asUsed({ asUsed, alwaysUp })
}
