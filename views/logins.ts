import { codeSpan } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

const LOGINS_SHOWN = 8

/** GitHub logins, as GitHub shows them: Slack doesn't know these names. */
export function logins(all: readonly string[], { texts }: ViewContext): string {
  const shown = all.slice(0, LOGINS_SHOWN).map((login) => codeSpan(`@${login}`, 41))
  const left = all.length - shown.length
  return [...shown, ...(left > 0 ? [texts.card.others({ count: left })] : [])].join(' ')
}
