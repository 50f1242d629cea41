import * as z from 'zod'
import { type Log, reportTo } from '../log.ts'
import type { Sweep } from '../control/sweep/sweep.ts'

/** The hourly rule sends no `dryRun`. */
const eventSchema = z.object({ dryRun: z.boolean().default(false) })

/** What a sweep did, for the caller; the sweep itself logs it. */
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

export interface SweepHandlerDeps {
  sweep: Sweep
  /** Saves which images people can choose from. */
  keepImages(): Promise<void>
  log: Log
}

/**
 * Errors are logged, not thrown: Lambda would retry within a minute, and an orphan must be seen by two sweeps an hour apart before
 * it's removed.
 */
export function createSweepHandler({ sweep, keepImages, log }: SweepHandlerDeps) {
  const report = reportTo(log)
  return async (event: unknown): Promise<SweepAnswer> => {
    const { dryRun } = eventSchema.parse(event)
    // Neither waits for the other's services.
    const [{ errors, ...rest }] = await Promise.all([
      sweep({ dryRun }),
      dryRun ? undefined : keepImages().catch(report),
    ])
    return { ...rest, dryRun, errors: errors.length }
  }
}
