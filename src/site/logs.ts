import { phaseOf } from './phase.ts'
import type { Site } from './site.ts'
import { UserError } from './user-error.ts'

/** As `instance/lib/logs.sh` knows them. */
export const LOG_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/
/** What people mostly want to read; besides, each process of a Procfile has a log. */
export const usualLogs = ['web', 'worker', 'release', 'deploy', 'nginx'] as const
export const USUAL_LINES = 30
/** More than a machine reads. */
export const ALL_LINES = 100_000

/** Which log, and how much of it. */
export interface LogChoice {
  /** Absent: the one of what visitors reach. */
  log?: string
  lines: number
}

/** `[LOG] [LINES]`, in any order. UserError `word-unknown` or `word-left-over` for anything else. */
export function readLogWords(words: readonly string[], usage: string): LogChoice {
  const choice: { log?: string; lines?: number } = {}
  for (const word of words) {
    const isNumber = /^\d+$/.test(word)
    if ((isNumber ? choice.lines : choice.log) !== undefined) throw new UserError('word-left-over', { word, usage })
    if (isNumber) choice.lines = readLines(word)
    else choice.log = readLogName(word, usage)
  }
  return { lines: USUAL_LINES, ...choice }
}

function readLines(word: string): number {
  return Math.min(Math.max(Number(word), 1), ALL_LINES)
}

function readLogName(word: string, usage: string): string {
  if (!LOG_NAME.test(word)) throw new UserError('word-unknown', { word, usage })
  return word
}

/** UserError unless the site's machine can be asked for its logs. */
export function expectLogs(site: Site): NonNullable<Site['status']['instance']> {
  const { instance } = site.status
  if (instance?.state !== 'running' || !instance.reachable) {
    throw new UserError('logs-not-now', { name: site.name, phase: phaseOf(site) })
  }
  return instance
}
