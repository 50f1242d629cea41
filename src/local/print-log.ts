import { fieldsOf, type Log, type LogEvent, neverThrowing } from '../log.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'

interface Terminal {
  out: { write(text: string): unknown }
  err: { write(text: string): unknown }
  now(): number
}

/** For people: a line for each event that is worth reading, in this computer's time; below a fault, where it happened. */
export function printLog({ out, err, now }: Terminal): Log {
  return neverThrowing((event) => {
    if (!isWorthReading(event)) return
    const { message, error } = fieldsOf(event)
    const { level, site, durationMs, reference } = event
    const line = [
      // Such as 2026-11-29 14:03:07.
      new Date(now()).toLocaleString('sv'),
      ...(site === undefined ? [] : [site]),
      message,
      ...(durationMs === undefined ? [] : [`(${spoken(durationMs)})`]),
      ...(reference === undefined ? [] : [`[${reference}]`]),
    ].join('  ')
    const stack = level === 'error' && isStack(error) ? error.stack.replace(/^/gm, '    ') : undefined
    const stream = level === 'info' ? out : err
    stream.write(`${[line, stack].filter(Boolean).join('\n')}\n`)
  })
}

/** Of what goes as it should, people wait for phases; steps, and a sweep's summary, are for machines. */
function isWorthReading({ level, step, operation }: LogEvent): boolean {
  return level === 'info' ? step === undefined && operation !== 'sweep' : level !== 'debug'
}

function isStack(error: unknown): error is { stack: string } {
  return typeof error === 'object' && error !== null && 'stack' in error && typeof error.stack === 'string'
}

function spoken(ms: number): string {
  if (ms < SECOND_MS) return `${ms} ms`
  return ms < 2 * MINUTE_MS ? `${Math.round(ms / SECOND_MS)} s` : `${Math.round(ms / MINUTE_MS)} min`
}
