import { cardFacts } from '../src/site/card.ts'
import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { commitText, spokenCard } from './card.ts'
import { codeSpan } from './mrkdwn.ts'
import { siteControls } from './site-controls.ts'
import { firstLine } from './site-row.ts'
import type { ViewContext } from './view-context.ts'

/** What stands below a message with a site's address: its card in short. */
export function siteUnfurl(site: Site, viewContext: ViewContext): MessageView {
  const facts = { ...cardFacts(site, viewContext.policy), id: site.id }
  const source = codeSpan(`${facts.repository}@${facts.branch}`, 200)
  const commit = facts.deploy === undefined ? '' : ` · ${commitText(facts.deploy, viewContext)}`
  return {
    text: spokenCard(facts, viewContext),
    blocks: [
      section(`${firstLine(facts, viewContext)}\n${source}${commit}`),
      ...siteControls(facts, viewContext, { isOneOfMany: true }),
    ],
  }
}
