import { expiryOn, expiryRange } from '../src/site/expiry.ts'
import type { CalendarDate, Instant } from '../src/site/time.ts'
import { ownDate, plainDay } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Slack's date pickers know no first and last day, and no time zone: the hint says them. `chosen`: the day that is chosen at first. */
export function lastDayHint(chosen: CalendarDate, now: Instant, viewContext: ViewContext): string {
  const { policy, texts } = viewContext
  const { first, last } = expiryRange(now, policy)
  const own = ownDate(expiryOn(chosen, policy), viewContext)
  return texts.createForm.hints.lastDay({
    first: plainDay(first, viewContext),
    last: plainDay(last, viewContext),
    hour: policy.expiryHour,
    zone: policy.timeZone,
    ...(own !== undefined && { own: { day: plainDay(chosen, viewContext), moment: own } }),
  })
}
