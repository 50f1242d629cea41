import type { Log, LogEvent, Outcome } from '../log.ts'
import { isLimitError, isPermanentError } from '../site/errors.ts'
import { phaseOf } from '../site/phase.ts'
import type { HistoryAction } from '../site/operations/all.ts'
import type { Failure, Site } from '../site/site.ts'
import { HOUR_MS, type Instant } from '../site/time.ts'
import { BACKOFF_MS } from './failure.ts'
import type { Clock } from './ports.ts'

interface LogDeps {
  log: Log
  ports: { clock: Clock }
}

/** One run of a step or an observer. */
interface Run {
  name: string
  before: Site
  after: Site
  startedAt: Instant
  /** What it threw. */
  error?: unknown
  /** An observer sees its end. */
  endsLater?: true | undefined
  /** Nothing is logged when nothing changed. */
  observes?: true
}

/** Reasons for pokopoko's admin. All others pass by themselves, or the site's team is notified and can fix them. */
const OURS: ReadonlySet<string> = new Set([
  'unexpected',
  'code-host-denied',
  'code-host-not-installed',
  'image-missing',
  'archive-missing',
  'image-too-slow',
  'machine-not-stopping',
  'machine-not-terminating',
])

/** Logs the outcome: its own failure, or those of other steps that it observed, or success. */
export function logRun({ log, ports: { clock } }: LogDeps, run: Run): void {
  const { name, before, after } = run
  const durationMs = clock.now() - run.startedAt
  const of = (step: string) => ({ site: after.name, id: after.id, step })
  const earlier: Record<string, unknown> = before.status.failures
  const failed = Object.entries(after.status.failures).filter(([step, failure]) => failure !== earlier[step])
  for (const [step, failure] of failed) {
    const isOwn = step === name
    log({
      ...of(step),
      ...failureLine(step, failure, isOwn ? run.error : undefined),
      durationMs: isOwn ? durationMs : undefined,
    })
  }
  if (failed.some(([step]) => step === name)) return
  const changed = changedKeys(before.status, after.status).filter((key) => key !== 'failures')
  const stages = Object.entries(after.status.durations).filter(
    ([stage, ms]) => Reflect.get(before.status.durations, stage) !== ms,
  )
  const outcome = run.endsLater === true ? 'started' : 'succeeded'
  const level = run.observes === true && changed.length === 0 ? 'debug' : 'info'
  log({
    level,
    message: `${name} ${outcome}`,
    ...of(name),
    outcome,
    durationMs,
    changed,
    ...(stages.length > 0 && { stageMs: Object.fromEntries(stages) }),
  })
}

function failureLine(step: string, failure: Failure, error: unknown): LogEvent {
  const { reason, attempts, retryAt, detail } = failure
  const outcome = outcomeOf(failure, error)
  const what = error instanceof Error ? error.message : reason
  return {
    level: outcome !== 'throttled' && OURS.has(reason) ? 'error' : 'warn',
    message: `${step} ${outcome}: ${what}`,
    outcome,
    ...(outcome !== 'throttled' && { attempt: attempts, reason }),
    retryAt: retryAt === undefined ? undefined : new Date(retryAt).toISOString(),
    ...(error === undefined ? { detail } : { error }),
  }
}

function outcomeOf({ attempts, reason, retryAt }: Failure, error: unknown): Outcome {
  if (isLimitError(error)) return 'throttled'
  const isPastLast = attempts > BACKOFF_MS.length && reason !== 'no-capacity'
  return retryAt === undefined || isPermanentError(error) || isPastLast ? 'failed' : 'retrying'
}

function changedKeys(before: object, after: object): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].filter((key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(after, key)))
}

const WAYS_UP: ReadonlySet<string> = new Set<HistoryAction>(['create', 'wake', 'restore', 'redeploy', 'retry'])

/** After longer, nobody is waiting: a machine was lost and replaced. */
const WAITING_MS = 2 * HOUR_MS

/** Logs a change of phase; for `ready`, with the time since somebody asked for it. */
export function logPhase({ log, ports: { clock } }: LogDeps, before: Site, after: Site): void {
  const phase = phaseOf(after)
  const from = phaseOf(before)
  if (phase === from) return
  const askedAt = after.history.find(({ action }) => WAYS_UP.has(action))?.at ?? after.createdAt
  const waited = clock.now() - askedAt
  const durationMs = phase === 'ready' && waited <= WAITING_MS ? waited : undefined
  log({ level: 'info', message: `${from} → ${phase}`, site: after.name, id: after.id, phase, from, durationMs })
}

export function logRemoved({ log }: LogDeps, { name, id }: Site): void {
  log({ level: 'info', message: 'The record is gone', site: name, id, phase: 'gone' })
}
