import { createHash } from 'node:crypto'
import { isCapacityError, isLimitError, isPermanentError, type LimitError, named } from '../site/errors.ts'
import { AGAIN_MS, failureOf } from '../site/failures.ts'
import type { Failure, Site } from '../site/site.ts'
import type { StepName } from '../site/step-name.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import type { Due, StepDeclaration, StatusPatch } from './step.ts'

/** Waits before the second, third, … attempt. After the last the site is `failed`; one that is to go is tried on all the same. */
export const BACKOFF_MS = [15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS]

/** Where a service does not say how long it wants to be left alone, or only for a moment. */
const MIN_LIMIT_WAIT_MS = 30 * SECOND_MS

/** Longest detail kept in the record, in characters. */
const MAX_DETAIL = 2000

/** A job that failed on the machine: `log` is its redacted end. */
export class JobError extends Error {
  override readonly name = 'JobError'
  readonly reason: string
  readonly log: string
  readonly permanent: boolean
  constructor(reason: string, log: string, permanent: boolean) {
    super(reason)
    this.reason = reason
    this.log = log
    this.permanent = permanent
  }
}
const isJobError = named<JobError>('JobError')

export function withFailure(site: Site, step: StepDeclaration, error: unknown, now: Instant): StatusPatch {
  const before = failureOf(site, step.name)
  // Who was told to wait has not failed: a thousand sites at once would be past their last attempt within the hour.
  const attempts = isLimitError(error) ? (before?.attempts ?? 1) : (before?.attempts ?? 0) + 1
  const retryAt = isLimitError(error) ? now + waitFor(error, site) : retryTime(site, step, error, attempts, now)
  const detail = detailOf(error)
  const failure: Failure = {
    policy: step.policy,
    ...(step.hidesFailure && { hidden: true }),
    reason: reasonOf(error),
    attempts,
    firstAt: before?.firstAt ?? now,
    retryRevision: site.spec.retryRevision,
    ...(detail !== undefined && { detail: detail.slice(-MAX_DETAIL) }),
    ...(retryAt !== undefined && { retryAt }),
  }
  return { failures: { ...site.status.failures, [step.name]: failure } }
}

export function withoutFailure({ status: { failures } }: Site, ...steps: StepName[]): StatusPatch {
  if (!steps.some((step) => step in failures)) return {}
  const others = { ...failures }
  for (const step of steps) delete others[step]
  return { failures: others }
}

/** Of a machine that was launched, or started, and ended before it ran. */
const ENDED_EARLY = 'machine-gone'

/**
 * EC2 takes launches and starts that come to nothing a moment later: the limit on volumes is reached, or their key may not be used
 * ("Instance terminates immediately", Amazon EC2 user guide). Without a failure they would be begun anew for ever, and nobody told.
 */
export function withEndedEarly(site: Site, step: StepDeclaration, now: Instant): StatusPatch {
  return withFailure(site, step, new JobError(ENDED_EARLY, '', false), now)
}

/** What failed before it began is over when it begins; whether the machine runs this time is still to be seen. */
export function withoutBegun(site: Site, step: 'launch' | 'start'): StatusPatch {
  return failureOf(site, step)?.reason === ENDED_EARLY ? {} : withoutFailure(site, step)
}

/** A step that failed waits for its next attempt, or for somebody to ask. */
export function afterFailure(site: Site, step: StepName, due: Due, now: Instant): Due {
  const failure = due === 'now' ? failureOf(site, step) : undefined
  if (failure === undefined) return due
  if (failure.retryAt === undefined) return 'no'
  return failure.retryAt <= now ? 'now' : { at: failure.retryAt }
}

function retryTime(
  site: Site,
  step: StepDeclaration,
  error: unknown,
  attempts: number,
  now: Instant,
): Instant | undefined {
  const keepsTrying = step.policy !== 'fails-site'
  const isLeaving = site.spec.desired === 'gone'
  const permanent = isJobError(error) ? error.permanent : isPermanentError(error)
  if (permanent) return keepsTrying || isLeaving ? now + AGAIN_MS : undefined
  // Other sizes and zones are tried at once; the waits lie between the rounds.
  const alternatives = isCapacityError(error) ? error.alternatives : 1
  if (attempts % alternatives !== 0) return now
  // Attempts for want of room are many, and another error among them is not their end.
  const isAmongOthers = failureOf(site, step.name)?.reason === 'no-capacity' && !isCapacityError(error)
  const round = isAmongOthers ? Math.min(attempts, BACKOFF_MS.length) : attempts / alternatives
  const wait = BACKOFF_MS[round - 1] ?? (keepsTrying ? BACKOFF_MS.at(-1) : isLeaving ? AGAIN_MS : undefined)
  return wait === undefined ? undefined : now + wait
}

/** As long as it was told, and up to as long again: the sites that wait must not all come back at one moment. */
function waitFor({ retryAfterMs = 0 }: LimitError, { id }: Site): number {
  const waitMs = Math.max(retryAfterMs, MIN_LIMIT_WAIT_MS)
  const share = createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32
  return Math.round(waitMs * (1 + share))
}

function reasonOf(error: unknown): string {
  if (isPermanentError(error) || isJobError(error)) return error.reason
  return isCapacityError(error) ? 'no-capacity' : 'unexpected'
}

function detailOf(error: unknown): string | undefined {
  if (isJobError(error)) return error.log
  // The reason has its own text; what is said beside it, such as which permission is missing, helps whoever mends it.
  if (isPermanentError(error)) return error.message === error.reason ? undefined : error.message
  return error instanceof Error ? error.message : String(error)
}
