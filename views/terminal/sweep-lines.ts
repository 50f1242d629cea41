import type { ViewContext } from '../view-context.ts'
import { terminalText } from '../text/terminal.ts'
import { plainLine } from './plain-line.ts'

/** What a sweep would do; all but the count are names, or keys of what belongs to no site. */
interface SweepFindings {
  sites: number
  reconciled: string[]
  unreadable: string[]
  suspects: string[]
  removed: string[]
}

export function sweepLines(
  { sites, reconciled, unreadable, suspects, removed }: SweepFindings,
  viewContext: ViewContext,
): string {
  const words = terminalText[viewContext.locale].sweep
  const line = (label: string, keys: string[]) =>
    `${label}: ${keys.length === 0 ? words.nothing : keys.map((key) => plainLine(key)).join(', ')}`
  return [
    words.sites(sites),
    line(words.reconcile, reconciled),
    line(words.unreadable, unreadable),
    line(words.suspects, suspects),
    line(words.toRemove, removed),
  ].join('\n')
}
