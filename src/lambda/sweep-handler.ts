import * as z from 'zod'
import type { Sweep } from '../control/sweep.ts'
import type { Report } from '../report.ts'

/** What the hourly rule sends holds no `dryRun`. */
const eventSchema = z.object({ dryRun: z.boolean().default(false) })

/** What a sweep did, for the log and for whoever asked for it. */
export const sweepAnswerSchema = z.object({
  sites: z.number(),
  lookedAt: z.array(z.string()),
  unreadable: z.array(z.string()),
  suspects: z.array(z.string()),
  removed: z.array(z.string()),
  dryRun: z.boolean(),
  errors: z.number(),
})
export type SweepAnswer = z.infer<typeof sweepAnswerSchema>

/**
 * Sweeps, and writes one line about it. What went wrong on the way is reported, not thrown: Lambda would sweep once
 * more within a minute, and an orphan is to be seen in two sweeps an hour apart before it is removed.
 */
export function createSweepHandler({
  sweep,
  report,
  log,
}: {
  sweep: Sweep
  report: Report
  log(line: Record<string, unknown>): void
}) {
  return async (event: unknown): Promise<SweepAnswer> => {
    const { dryRun } = eventSchema.parse(event)
    const { errors, ...rest } = await sweep({ dryRun })
    for (const cause of errors) report({ error: new Error('A part of the sweep failed', { cause }) })
    // Until it is mended, nothing that is left over is removed: the alarm is to tell.
    for (const name of rest.unreadable) report({ error: new Error(`The record of ${name} cannot be read`) })
    const answer = { ...rest, dryRun, errors: errors.length }
    log({ level: 'info', message: 'Swept', ...answer })
    return answer
  }
}
