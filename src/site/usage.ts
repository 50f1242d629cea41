import * as z from 'zod'
import { dateIn, momentIn } from './calendar.ts'
import type { Instant } from './time.ts'

/**
 * How long a site used what costs money, for this calendar month and the one before. Only a change of its state is saved: until the next
 * one, what has come since follows from the clock.
 */

/** What a site uses: a machine that runs; only the disk of one that is stopped; only its archive. */
export const usedStates = ['up', 'asleep', 'archived'] as const
export type UsedState = (typeof usedStates)[number]

const instant = z.number().int().nonnegative()
/** Milliseconds in each state. */
const spentSchema = z.lazy(() => z.partialRecord(z.enum(usedStates), z.number().int().nonnegative()))
/** From its first moment that counts: the beginning of the month, or later. */
const monthSchema = z.lazy(() => z.object({ from: instant, spent: spentSchema }))

export const usageSchema = z.lazy(() =>
  z.object({
    state: z.enum([...usedStates, 'none']),
    since: instant,
    month: monthSchema,
    /** Ends when `month` begins. */
    previous: monthSchema.optional(),
  }),
)
export type Usage = z.infer<typeof usageSchema>
export type Spent = z.infer<typeof spentSchema>

/** The usage with all that has come until then. */
export function usageAt(usage: Usage, until: Instant, timeZone: string): Usage {
  const end = nextMonth(timeZone, usage.month.from)
  if (until < end) return { ...usage, since: until, month: withTime(usage, until) }
  const next = { state: usage.state, since: end, month: { from: end, spent: {} }, previous: withTime(usage, end) }
  return usageAt(next, until, timeZone)
}

function withTime({ state, since, month }: Usage, until: Instant): Usage['month'] {
  if (state === 'none') return month
  return { ...month, spent: { ...month.spent, [state]: (month.spent[state] ?? 0) + Math.max(0, until - since) } }
}

/** When the month after that moment's begins. */
export function nextMonth(timeZone: string, at: Instant): Instant {
  const [year = 0, month = 0] = dateIn(timeZone, at).split('-').map(Number)
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  return momentIn(timeZone, `${next}-01`, 0)
}
