import { expiryRange } from '../src/site/expiry.ts'
import type { Instant } from '../src/site/time.ts'
import { plainDay } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Slack's date pickers know no first and last day, and no time zone: the hint says them. */
export function lastDayHint(now: Instant, viewContext: ViewContext): string {
  const { policy, texts } = viewContext
  const { first, last } = expiryRange(now, policy)
  return texts.createForm.hints.lastDay({
    first: plainDay(first, viewContext),
    last: plainDay(last, viewContext),
    hour: policy.expiryHour,
    zone: policy.timeZone,
  })
}
