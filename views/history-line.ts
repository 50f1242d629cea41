import type { HistoryEntry } from '../src/site/site.ts'
import { mention, slackDate } from './mrkdwn.ts'
import type { Reader } from './reader.ts'

/** Who did what to a site, as mrkdwn. */
export function historyLine({ action, by, to }: HistoryEntry, reader: Reader): string {
  const target = to === undefined ? {} : { to: typeof to === 'number' ? slackDate(to, reader) : mention(to) }
  return reader.texts.history[action]({ by: mention(by), ...target })
}
