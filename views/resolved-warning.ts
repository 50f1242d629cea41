import type { Action, Site } from '../src/site/site.ts'
import { type MessageView, section } from './blocks.ts'
import { historyLine } from './history-line.ts'
import { bold, slackDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** What can make an expiry warning outdated. */
const SETTLING: ReadonlySet<Action> = new Set([
  'extend',
  'restore',
  'delete',
  'deleteWithoutArchive',
  'expire',
  'purge',
])

/** An expiry warning once it no longer holds: what became of the site, and no buttons. */
export function settledWarning(site: Site, viewContext: ViewContext): MessageView {
  const entry = site.history.find(({ action }) => SETTLING.has(action))
  const what =
    entry === undefined
      ? viewContext.texts.expiresAt({ when: slackDate(site.spec.expiresAt, viewContext) })
      : historyLine(entry, viewContext)
  const text = `✅ ${bold(site.name)}: ${what}`
  return { text, blocks: [section(text)] }
}
