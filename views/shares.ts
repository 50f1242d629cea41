import type { KnownBlock } from '@slack/types'
import type { CardFacts, ShareFacts } from '../src/site/card.ts'
import { context, type MessageView, section } from './blocks.ts'
import { bold, plainDate, untrusted } from './mrkdwn.ts'
import { menuOf } from './site-controls.ts'
import type { ViewContext } from './view-context.ts'

/** How many a card has room for, and a section. */
const ON_CARD = 3
const IN_SECTION = 10

type Facts = CardFacts & { id: string }

/** Clients' links on a card, with what can be done about them. */
export function sharesOnCard(facts: Facts, viewContext: ViewContext): KnownBlock[] {
  const { shares = [] } = facts
  if (shares.length === 0) return []
  const shown = shares.slice(0, ON_CARD)
  const left = shares.length - shown.length
  const more = left > 0 ? [viewContext.texts.shares.more({ count: left })] : []
  return [{ ...section([...linesOf(shown, viewContext), ...more].join('\n')), ...revoking(facts, viewContext) }]
}

/** All of them, as an answer. */
export function sharesMessage(facts: Facts, viewContext: ViewContext): MessageView {
  const { texts } = viewContext
  const { shares = [] } = facts
  const title = texts.shares[shares.length === 0 ? 'none' : 'title']({ site: bold(facts.name) })
  const blocks: KnownBlock[] = [{ ...section(title), ...revoking(facts, viewContext) }]
  for (let index = 0; index < shares.length; index += IN_SECTION)
    blocks.push(section(linesOf(shares.slice(index, index + IN_SECTION), viewContext).join('\n')))
  return { text: title, blocks: [...blocks, context(texts.shares.about)] }
}

function linesOf(shares: readonly ShareFacts[], viewContext: ViewContext): string[] {
  return shares.map((share) => `🔗 ${bold(untrusted(share.client))}: ${shareState(share, viewContext)}`)
}

/** How often it was opened, and when it ends. */
export function shareState({ opened, until }: ShareFacts, viewContext: ViewContext): string {
  const { texts } = viewContext
  const count =
    opened === undefined
      ? texts.shares.unopened
      : texts.shares.opened({ count: opened.count, last: plainDate(opened.at, viewContext) })
  const end = until === undefined ? [] : [texts.shares.until({ when: plainDate(until, viewContext) })]
  return [count, ...end].join(' · ')
}

const revoking = (facts: Facts, viewContext: ViewContext) =>
  menuOf(['revoke-share', 'revoke-all-shares'], facts, viewContext)
