import type { KnownBlock } from '@slack/types'
import { cardFacts } from '../src/site/card.ts'
import type { Site } from '../src/site/site.ts'
import type { Warning } from '../src/site/warnings.ts'
import { announcement, warningButtons } from './announcement.ts'
import { type MessageView, section } from './blocks.ts'
import { bold, plainDate } from './mrkdwn.ts'
import { lookedAfterBy } from './owner.ts'
import { resolvedWarning } from './resolved-warning.ts'
import type { ViewContext } from './view-context.ts'

/** `mark`: the id of the site's block, by which its warning is found. */
export type MarkedWarning = Pick<Warning, 'name' | 'site' | 'isOpen'> & { mark: string }

/** A warning of one site, or of several, each with its own buttons until its warning no longer holds. */
export function expiryWarning(warnings: readonly MarkedWarning[], viewContext: ViewContext): MessageView {
  const rows = warnings.map((warning) => ({ ...rowOf(warning, viewContext), mark: warning.mark }))
  const blocks = rows.flatMap(({ blocks: [first, ...rest], mark }): KnownBlock[] =>
    first === undefined ? [] : [{ ...first, block_id: mark }, ...rest],
  )
  const said = rows.map(({ text }) => text)
  const open = warnings.find(({ isOpen }) => isOpen)?.site
  if (warnings.length === 1 || open === undefined) return { text: said.join('\n'), blocks }
  const intro = `⏰ ${viewContext.texts.expiringTogether({ owner: lookedAfterBy(cardFacts(open, viewContext.policy), viewContext) })}`
  return { text: [intro, ...said].join('\n'), blocks: [section(intro), ...blocks] }

  function rowOf({ name, site, isOpen }: MarkedWarning, context: ViewContext): MessageView {
    if (site === undefined) return row(`✅ ${context.texts.card.gone({ site: bold(name) })}`)
    if (!isOpen) return resolvedWarning(site, context)
    return warnings.length === 1 ? announcement('expiring', site, context) : openRow(site, context)
  }
}

function openRow(site: Site, viewContext: ViewContext): MessageView {
  const when = plainDate(site.spec.expiresAt, viewContext)
  const { text, blocks } = row(`${bold(site.name)}: ${viewContext.texts.expiresAt({ when })}`)
  return { text, blocks: [...blocks, { type: 'actions', elements: warningButtons(site, viewContext) }] }
}

function row(text: string): MessageView {
  return { text, blocks: [section(text)] }
}
