import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { redact, SECRET_NAME } from './redact.ts'
import { isLimitError } from './site/errors.ts'
import { isUserError } from './site/user-error.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof levels)[number]

/**
 * How something ended. `started`: an observer sees the end. `throttled`: a service told us to wait. `failed`: it isn't tried again by
 * itself, or only every ten minutes or longer. `rejected`: a person asked for what can't be done.
 */
export type Outcome = 'succeeded' | 'started' | 'retrying' | 'throttled' | 'failed' | 'rejected'

/** Something that happened. Fields that are undefined are left out. */
export interface LogEvent {
  level: Level
  message: string
  site?: string | undefined
  id?: string | undefined
  /** A step, or an observer. */
  step?: string | undefined
  /** What a person, a sweep or a machine asked for. */
  operation?: string | undefined
  outcome?: Outcome | undefined
  durationMs?: number | undefined
  /** What a person was given to tell us. */
  reference?: string | undefined
  error?: unknown
  [field: string]: unknown
}

/** Writes it down. Never throws. */
export type Log = (event: LogEvent) => void

/** Takes what broke. Returns the reference that finds it in the log: short enough to be read out. */
export type Report = (error: unknown) => string

/** Of errors that `logged` has written a line about, until they are reported. */
const references = new WeakMap<object, string>()

export function reportTo(log: Log): Report {
  return (error) => {
    const known = isObject(error) ? references.get(error) : undefined
    const reference = known ?? newReference()
    const message = read(error, 'message')
    if (isObject(error)) references.delete(error)
    if (known === undefined)
      log({ level: 'error', message: typeof message === 'string' ? message : 'No error was thrown', reference, error })
    return reference
  }
}

function newReference(): string {
  return randomBytes(4).toString('hex')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/**
 * Does the work, and logs how it ended. `fields` may be filled meanwhile, with a `reason` where it ended well but for the person who asked;
 * their `level` is that of a success.
 */
export async function logged<T>(
  log: Log,
  clock: { now(): number },
  fields: Partial<LogEvent> & { operation: string },
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = clock.now()
  const end = (level: Level, outcome: Outcome, more: Partial<LogEvent> = {}) => {
    const message = `${fields.operation} ${outcome}`
    log({ ...fields, ...more, level, message, outcome, durationMs: clock.now() - startedAt })
  }
  try {
    const result = await work()
    end(fields.level ?? 'info', fields['reason'] === undefined ? 'succeeded' : 'rejected')
    return result
  } catch (error) {
    if (isUserError(error)) {
      end('info', 'rejected', { reason: error.code })
      throw error
    }
    const reference = newReference()
    if (isObject(error)) references.set(error, reference)
    if (isLimitError(error)) end('warn', 'throttled', { error, reference })
    else end('error', 'failed', { error, reference })
    throw error
  }
}

const shared = new AsyncLocalStorage<Record<string, unknown>>()

/** Everything that `work` logs has these fields, too. */
export function withLogFields<T>(fields: Record<string, unknown>, work: () => T): T {
  return shared.run({ ...shared.getStore(), ...fields }, work)
}

/** A function's handler: all that it logs has the id of Lambda's request. */
export function withRequestId<E, A>(handle: (event: E) => Promise<A>) {
  return (event: E, context?: { awsRequestId?: string }): Promise<A> =>
    withLogFields({ requestId: context?.awsRequestId }, () => handle(event))
}

/** Lines of JSON in the shape that Powertools writes. `service` tells stacks apart. */
export function jsonLog(
  stream: { write(text: string): unknown },
  { service, now = Date.now, least = 'info' }: { service: string; now?: () => number; least?: Level },
): Log {
  return neverThrowing((event) => {
    if (levels.indexOf(event.level) < levels.indexOf(least)) return
    const { message, ...fields } = fieldsOf(event)
    const head = { level: event.level.toUpperCase(), message, timestamp: new Date(now()).toISOString(), service }
    stream.write(`${JSON.stringify({ ...head, ...fields })}\n`)
  })
}

export function neverThrowing(write: Log): Log {
  return (event) => {
    try {
      write(event)
    } catch {
      // A line that can't be written is lost; the work goes on.
    }
  }
}

/** All but the level, as plain JSON that holds no secret. */
export function fieldsOf({ level: _, message, ...fields }: LogEvent): { message: string } & Record<string, unknown> {
  return { message: text(message), ...entriesOf({ ...shared.getStore(), ...fields }, []) }
}

/** In characters: a line of Lambda's log may have 256 KB. */
const MAX_TEXT = 8000
const MAX_DEPTH = 8
const MAX_ITEMS = 100

/** What is worth reading of an error; its other properties may hold a whole request, with what authorizes it. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'code', 'reason', 'status', 'requestId', 'cause', 'errors']

function plain(value: unknown, within: readonly unknown[]): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'bigint') return String(value)
  if (!isObject(value)) return value
  if (within.includes(value)) return '(circular)'
  if (within.length > MAX_DEPTH) return '(too deep)'
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item: unknown) => plain(item, [...within, value]))
  return entriesOf(value, [...within, value])
}

function entriesOf(value: object, within: readonly unknown[]): Record<string, unknown> {
  const keys = value instanceof Error ? ERROR_FIELDS : Object.keys(value).slice(0, MAX_ITEMS)
  const shown = (key: string) => (SECRET_NAME.test(key) ? '***' : plain(fieldOf(value, key), within))
  const entries = keys.map((key): [string, unknown] => [key, shown(key)])
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined))
}

/** An error's `requestId` is that of the request that was refused: AWS's, or GitHub's. */
function fieldOf(value: object, key: string): unknown {
  if (key !== 'requestId') return read(value, key)
  const github = read(read(read(value, 'response'), 'headers'), 'x-github-request-id')
  return read(read(value, '$metadata'), 'requestId') ?? github ?? read(value, key)
}

function read(from: unknown, key: string): unknown {
  try {
    return isObject(from) ? Reflect.get(from, key) : undefined
  } catch {
    return '(unreadable)'
  }
}

function text(value: string): string {
  return redact(value.slice(0, 2 * MAX_TEXT)).slice(0, MAX_TEXT)
}
