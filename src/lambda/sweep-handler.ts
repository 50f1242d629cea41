import * as z from 'zod'
import type { Sweep } from '../control/sweep/sweep.ts'

/** What the hourly rule sends holds no `dryRun`. */
const eventSchema = z.object({ dryRun: z.boolean().default(false) })

/** What a sweep did, for whoever asked for it; the sweep logs it by itself. */
export const sweepAnswerSchema = z.object({
  sites: z.number(),
  reconciled: z.array(z.string()),
  unreadable: z.array(z.string()),
  suspects: z.array(z.string()),
  removed: z.array(z.string()),
  dryRun: z.boolean(),
  errors: z.number(),
})
export type SweepAnswer = z.infer<typeof sweepAnswerSchema>

/**
 * What went wrong on the way is logged, not thrown: Lambda would sweep once more within a minute, and an orphan is to be seen in two
 * sweeps an hour apart before it is removed.
 */
export function createSweepHandler(sweep: Sweep) {
  return async (event: unknown): Promise<SweepAnswer> => {
    const { dryRun } = eventSchema.parse(event)
    const { errors, ...rest } = await sweep({ dryRun })
    return { ...rest, dryRun, errors: errors.length }
  }
}
