import type { CostGroup, Costs } from '../../src/site/costs.ts'
import { money } from '../money.ts'
import { terminalText } from '../text/terminal.ts'
import type { ViewContext } from '../view-context.ts'
import { aligned } from './aligned.ts'
import { plainLine } from './plain-line.ts'

interface CostTable {
  by: CostGroup
  rows: ({ name: string } & Costs)[]
  /** What sites that were deleted have cost this month. */
  removed: number
  total: Costs
}

/** A line for each site, owner, or repository, and one for all. */
export function costTable({ by, rows, removed, total }: CostTable, viewContext: ViewContext): string {
  const { costs, noSites } = terminalText[viewContext.locale]
  const { prices } = viewContext.policy
  if (prices === undefined) return costs.noPrices
  if (rows.length === 0 && removed === 0) return noSites
  const cells = (name: string, { sites, soFar, monthly, unknown }: Costs) => {
    const amounts = [soFar, monthly].map((amount) =>
      sites > 0 && unknown === sites ? '–' : money(amount, viewContext),
    )
    return [name, String(sites), ...amounts]
  }
  const { columns } = costs
  const table = aligned(
    [
      [columns[by], columns.sites, columns.soFar, columns.monthly],
      ...rows.map(({ name, ...one }) => cells(plainLine(name), one)),
      ...(removed === 0 ? [] : [[costs.removed, '', money(removed, viewContext), '']]),
      cells(costs.total, total),
    ],
    [1, 2, 3],
  )
  return [
    ...table,
    ...(total.unknown === 0 ? [] : [costs.unknown(total.unknown)]),
    ...(prices.source === undefined ? [] : [costs.source(plainLine(prices.source))]),
  ].join('\n')
}
