import { phaseOf } from './phase.ts'
import type { Guesses, Site } from './site.ts'
import { DAY_MS, type Instant } from './time.ts'

/** Nobody is told of what began so long ago. */
const RECENT_MS = 2 * DAY_MS

/** What is known after a machine's report: one day at a time, even if it has begun to count again, or its clock is wrong. */
export function guessesAfter(
  before: Guesses | undefined,
  reported: Guesses | undefined,
  now: Instant,
): Guesses | undefined {
  if (reported === undefined || reported.at > now) return before
  if (before === undefined || reported.at >= before.at + DAY_MS) return reported
  return { ...before, count: Math.max(before.count, reported.count) }
}

/** The guesses of which there is somebody to tell. */
export function guessesToNotify(site: Site, now: Instant): Guesses | undefined {
  const { guesses } = site.status
  return guesses !== undefined && phaseOf(site) === 'ready' && now <= guesses.at + RECENT_MS ? guesses : undefined
}
