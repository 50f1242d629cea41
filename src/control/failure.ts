import { createHash } from 'node:crypto'
import { redact } from '../redact.ts'
import { isCapacityError, isLimitError, isPermanentError, type LimitError, named } from '../site/errors.ts'
import { AGAIN_MS, failureOf } from '../site/failures.ts'
import type { Failure, Site } from '../site/site.ts'
import type { StepName } from '../site/step-name.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import type { Due, StepDeclaration, StatusPatch } from './step.ts'

/** Waits before the second, third, … attempt. After the last, `retryTime` decides by the step's policy. */
export const BACKOFF_MS = [15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS]

/** The least to wait when a service throttles us, whatever it asks for. */
const MIN_LIMIT_WAIT_MS = 30 * SECOND_MS
/** 500 sites that wait for the next hour of GitHub come back at 62 a minute; it takes 80. */
const MAX_SPREAD_MS = 8 * MINUTE_MS

/** Longest detail kept in the record, in characters. */
const MAX_DETAIL = 2000

/** A job that failed on the machine. `log` holds its last lines, redacted. */
export class JobError extends Error {
  override readonly name = 'JobError'
  readonly reason: string
  readonly log: string
  readonly permanent: boolean
  /** What the environment lacks. */
  readonly variables: string[] | undefined
  constructor(reason: string, log: string, permanent: boolean, variables?: string[]) {
    super(reason)
    this.reason = reason
    this.log = log
    this.permanent = permanent
    this.variables = variables
  }
}
const isJobError = named<JobError>('JobError')

/** What was thrown; in its place an error about it, where its name or message can't be read. SDKs take messages from any answer as they are. */
export function readable(thrown: unknown): unknown {
  try {
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
    if ([name, message].every((text) => typeof text === 'string')) return thrown
  } catch {
    // Nothing can be read of it.
  }
  return new Error('What was thrown cannot be read', { cause: thrown })
}

export function withFailure(site: Site, step: StepDeclaration, error: unknown, now: Instant): StatusPatch {
  const before = failureOf(site, step.name)
  const waitMs = waitOf(error, site)
  const attempts = waitMs === undefined ? (before?.attempts ?? 0) + 1 : (before?.attempts ?? 1)
  const retryAt = waitMs === undefined ? retryTime(site, step, error, attempts, now) : now + waitMs
  const detail = detailOf(error)
  const variables = isJobError(error) ? error.variables : undefined
  const failure: Failure = {
    policy: step.policy,
    ...(isHidden(step, error) && { hidden: true }),
    reason: reasonOf(error),
    ...(variables && { variables }),
    attempts,
    firstAt: before?.firstAt ?? now,
    retryRevision: site.spec.retryRevision,
    ...(detail !== undefined && {
      detail: redact(detail.slice(-2 * MAX_DETAIL))
        .slice(-MAX_DETAIL)
        .toWellFormed(),
    }),
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

/** The machine was launched or started, and ended before it ran. */
const ENDED_EARLY = 'machine-gone'

/**
 * EC2 accepts launches and starts that fail a moment later, such as when the limit on volumes is reached or their key can't be used
 * ("Instance terminates immediately", Amazon EC2 user guide). Without this failure they would be repeated for ever, and nobody notified.
 */
export function withEndedEarly(site: Site, step: StepDeclaration, now: Instant): StatusPatch {
  return withFailure(site, step, new JobError(ENDED_EARLY, '', false), now)
}

/** Once the platform accepts the launch or start, earlier refusals are over; an early end counts until the machine runs. */
export function withoutRefusals(site: Site, step: 'launch' | 'start'): StatusPatch {
  return failureOf(site, step)?.reason === ENDED_EARLY ? {} : withoutFailure(site, step)
}

/** A step that failed waits for its next attempt, or until somebody asks for something. */
export function afterFailure(site: Site, step: StepName, due: Due, now: Instant): Due {
  const failure = due === 'now' ? failureOf(site, step) : undefined
  if (failure === undefined) return due
  if (failure.retryAt === undefined) return 'no'
  return failure.retryAt <= now ? 'now' : { at: failure.retryAt }
}

function isHidden({ hidesFailure }: StepDeclaration, error: unknown): boolean {
  return hidesFailure === true || (hidesFailure === 'passing' && !isPermanentError(error))
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
  // Other sizes and zones are tried without waiting; the waits come between rounds of all of them.
  const alternatives = isCapacityError(error) ? error.alternatives : 1
  if (attempts % alternatives !== 0) return now
  // There are many attempts when capacity is short: another error among them isn't the last.
  const isAmongOthers = failureOf(site, step.name)?.reason === 'no-capacity' && !isCapacityError(error)
  const round = isAmongOthers ? Math.min(attempts, BACKOFF_MS.length) : attempts / alternatives
  const wait = BACKOFF_MS[round - 1] ?? (keepsTrying ? BACKOFF_MS.at(-1) : isLeaving ? AGAIN_MS : undefined)
  return wait === undefined ? undefined : now + wait
}

/**
 * Not every failure is a failed attempt: otherwise a thousand sites that are throttled at once would use up theirs within the hour, and a
 * job those of it while another is at work on its machine.
 */
function waitOf(error: unknown, site: Site): number | undefined {
  if (isJobError(error) && error.reason === 'busy') return MINUTE_MS
  return isLimitError(error) ? waitFor(error, site) : undefined
}

/** As long as the service asks for, and up to as long again, but no more than minutes, so that sites that wait don't all come back at one moment. */
function waitFor({ retryAfterMs = 0 }: LimitError, { id }: Site): number {
  const waitMs = Math.max(retryAfterMs, MIN_LIMIT_WAIT_MS)
  const share = createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32
  return Math.round(waitMs + Math.min(waitMs, MAX_SPREAD_MS) * share)
}

function reasonOf(error: unknown): string {
  if (isPermanentError(error) || isJobError(error)) return error.reason
  return isCapacityError(error) ? 'no-capacity' : 'unexpected'
}

function detailOf(error: unknown): string | undefined {
  if (isJobError(error)) return error.log
  // The reason has its own text. The message adds what helps to fix it, such as which permission is missing.
  if (isPermanentError(error)) return error.message === error.reason ? undefined : error.message
  return error instanceof Error ? error.message : String(error)
}
