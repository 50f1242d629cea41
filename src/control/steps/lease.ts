import type { Site } from '../../site/site.ts'
import type { StepName } from '../../site/step-name.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due, StatusPatch } from '../step.ts'

/**
 * Two minutes, longer than such a step takes with the retries of its calls (src/aws/clients.ts), and one more in which EC2 may still
 * describe a machine as it was before.
 */
const LEASE_MS = 3 * MINUTE_MS

/**
 * The claim of a step that removes something. Its `run` ends the lease. An error does not, since the answer may be lost and the thing
 * gone.
 */
export function lease(step: StepName, now: Instant): StatusPatch {
  return { lease: { step, since: now } }
}

/** Now, unless that step may still be running elsewhere: what it removes late may have been made anew by then. */
export function unlessOwnLease({ status }: Site, step: StepName, now: Instant): Due {
  const own = status.lease
  if (own?.step !== step || own.since + LEASE_MS <= now) return 'now'
  return { at: own.since + LEASE_MS }
}

/** Now, unless another step may be removing what this one makes or needs: somebody asked for the opposite while it ran. */
export function unlessOtherLease({ status }: Site, step: StepName, now: Instant): Due {
  const other = status.lease
  if (other === undefined || other.step === step || other.since + LEASE_MS <= now) return 'now'
  return { at: other.since + LEASE_MS }
}
