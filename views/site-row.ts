import type { SectionBlock } from '@slack/types'
import { type CardFacts, cardFacts } from '../src/site/card.ts'
import { monthlyCosts } from '../src/site/costs.ts'
import type { Site } from '../src/site/site.ts'
import type { Instant } from '../src/site/time.ts'
import { section } from './blocks.ts'
import { channelClosed } from './channel-closed.ts'
import { costsText } from './money.ts'
import { bold, codeSpan, link, mention, plainDate, untrusted } from './mrkdwn.ts'
import { absenceText } from './owner.ts'
import { phaseMarks } from './phase-mark.ts'
import type { ViewContext } from './view-context.ts'
import { menuOf, rowControls } from './site-controls.ts'

/** A site in two lines. */
export function siteRow(site: Site, viewContext: ViewContext): SectionBlock {
  return row(cardFacts(site, viewContext.policy), viewContext)
}

/** With what is asked of it most. */
export function siteRowWithControls(site: Site, viewContext: ViewContext) {
  const facts = { ...cardFacts(site, viewContext.policy, viewContext.viewer), id: site.id }
  return [row(facts, viewContext), ...rowControls(facts, viewContext)]
}

/** A site in one line, with a menu of what can be asked of it. */
export function siteLine(site: Site, now: Instant, viewContext: ViewContext): SectionBlock {
  const facts = { ...cardFacts(site, viewContext.policy), id: site.id }
  const costs = monthlyCosts(site, viewContext.policy, now)
  const text = `${firstLine(facts, viewContext)}${costs === undefined ? '' : ` · ${costsText(costs, viewContext)}`}`
  return { ...section(text), ...menuOf(IN_MENU, facts, viewContext) }
}

const IN_MENU = ['extend', 'sleep', 'wake', 'delete'] as const

/** Its state, address, and end. */
export function firstLine(facts: CardFacts, viewContext: ViewContext): string {
  const { name, phase, expiresAt, purgeAt } = facts
  const { texts, siteUrl, siteHost } = viewContext
  const end =
    purgeAt === undefined
      ? texts.expiresAt({ when: plainDate(expiresAt, viewContext) })
      : texts.purgedAt({ when: plainDate(purgeAt, viewContext) })
  return `${phaseMarks[phase]} ${bold(link(siteUrl(name), siteHost(name)))} · ${texts.phases[phase]} · ${end}`
}

function row(facts: CardFacts, viewContext: ViewContext): SectionBlock {
  const { repository, branch, owner, channelRefusal } = facts
  const { texts } = viewContext
  const source = texts.row({ repository: codeSpan(`${repository}@${branch}`, 80), owner: mention(owner) })
  const about = facts.note === undefined ? '' : `${untrusted(facts.note, 100)}\n`
  const costs = facts.costs === undefined ? '' : ` · ${costsText(facts.costs, viewContext)}`
  const trouble = [
    ...(channelRefusal ? [channelClosed(channelRefusal, viewContext)] : []),
    ...(facts.ownerAbsence ? [absenceText(facts, viewContext)] : []),
  ].map((line) => `\n⚠️ ${line}`)
  return section(`${firstLine(facts, viewContext)}\n${about}${source}${costs}${trouble.join('')}`)
}
