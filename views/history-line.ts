import type { HistoryEntry } from '../src/site/site.ts'
import { mention, slackDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Who did what to a site, as mrkdwn. */
export function historyLine({ action, by, to }: HistoryEntry, viewContext: ViewContext): string {
  const target = to === undefined ? {} : { to: typeof to === 'number' ? slackDate(to, viewContext) : mention(to) }
  return viewContext.texts.history[action]({ by: mention(by), ...target })
}
