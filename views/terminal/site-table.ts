import { cardFacts } from '../../src/site/card.ts'
import type { Site } from '../../src/site/site.ts'
import { plainDate } from '../mrkdwn.ts'
import { phaseMarks } from '../phase-mark.ts'
import type { ViewContext } from '../view-context.ts'
import { terminalText } from '../text/terminal.ts'
import { aligned } from './aligned.ts'
import { plainLine } from './plain-line.ts'

/** A line a site. The state, whose words may be wide, comes last, so that the columns before it stand straight. */
export function siteTable(
  {
    sites,
    unreadable,
    nearest,
  }: { sites: Site[]; unreadable: string[]; /** A word that may have been meant. */ nearest?: string | undefined },
  viewContext: ViewContext,
): string {
  const words = terminalText[viewContext.locale]
  const { name, until, owner, source, state } = words.columns
  const rows = sites.map((site) => row(site, viewContext))
  const table =
    sites.length === 0
      ? [nearest === undefined ? words.noSites : words.noSitesMatch({ nearest })]
      : aligned([[name, until, owner, source, state], ...rows])
  const notes = unreadable.length === 0 ? [] : [words.unreadable(unreadable.map((one) => plainLine(one)).join(', '))]
  return [...table, ...notes].join('\n')
}

function row(site: Site, viewContext: ViewContext): string[] {
  const { name, phase, expiresAt, purgeAt, owner, repository, branch, note } = cardFacts(site, viewContext.policy)
  return [
    name,
    plainDate(purgeAt ?? expiresAt, viewContext),
    plainLine(owner),
    plainLine(`${repository}@${branch}`),
    `${phaseMarks[phase]} ${viewContext.texts.phases[phase]}${note === undefined ? '' : ` · ${plainLine(note)}`}`,
  ]
}
