import type { HistoryAction } from '../src/site/operations/all.ts'
import type { Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { historyLine } from './operation-text.ts'
import { bold, plainDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** What can make an expiry warning outdated. */
const OUTDATING: ReadonlySet<string> = new Set<HistoryAction>([
  'extend',
  'restore',
  'delete',
  'delete-without-archive',
  'expire',
  'purge',
  'lose',
])

/** An expiry warning once it no longer holds: what became of the site, and no buttons. */
export function resolvedWarning(site: Site, viewContext: ViewContext): MessageView {
  const entry = site.history.find(({ action }) => OUTDATING.has(action))
  const what =
    entry === undefined
      ? viewContext.texts.expiresAt({ when: plainDate(site.spec.expiresAt, viewContext) })
      : historyLine(entry, viewContext)
  const text = `✅ ${bold(site.name)}: ${what}`
  return { text, blocks: [section(text)] }
}
