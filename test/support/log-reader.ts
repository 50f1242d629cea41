import * as z from 'zod'
import { jsonLog, type Level } from '../../src/log.ts'

const lineSchema = z.looseObject({ level: z.string(), message: z.string(), timestamp: z.iso.datetime() })
export type LogLine = z.infer<typeof lineSchema>

/** A log as it is written, and what is in it. */
export function createLogReader(clock: { now(): number }, least: Level = 'info') {
  const written: string[] = []
  const log = jsonLog({ write: (text) => written.push(text) }, { service: 'pokopoko', now: clock.now, least })
  return {
    log,
    /** One after the other, as text. */
    written,
    lines: (): LogLine[] => written.map(readLine),
  }
}

export function readLine(text: string): LogLine {
  return lineSchema.parse(JSON.parse(text))
}
