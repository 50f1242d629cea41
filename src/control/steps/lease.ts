import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due, StatusPatch } from '../step.ts'

/**
 * Two minutes, longer than such a step takes with its calls' own retries (src/aws/clients.ts): what was begun before has ended, or
 * never will. And one in which EC2 may still describe a machine as it was before.
 */
const CLAIM_MS = 3 * MINUTE_MS

/**
 * The claim of a step that takes something away. Its `run` ends it; an error does not, for nobody knows whether the answer was lost
 * and the thing is gone.
 */
export function lease(step: string, now: Instant): StatusPatch {
  return { lease: { step, since: now } }
}

/** Now, unless one of that step may still be at work: what it takes away late may have been made anew by then. */
export function unlessOwnLease({ status }: Site, step: string, now: Instant): Due {
  const own = status.lease
  if (own?.step !== step || own.since + CLAIM_MS <= now) return 'now'
  return { at: own.since + CLAIM_MS }
}

/**
 * Now, unless another step may be just taking away what this one is about to make, or relies on: somebody asked for the
 * opposite while it was at work.
 */
export function unlessOtherLease({ status }: Site, step: string, now: Instant): Due {
  const other = status.lease
  if (other === undefined || other.step === step || other.since + CLAIM_MS <= now) return 'now'
  return { at: other.since + CLAIM_MS }
}
