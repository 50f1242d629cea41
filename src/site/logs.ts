import { stuckOn, tryingAgain } from './failures.ts'
import { phaseOf } from './phase.ts'
import type { Site } from './site.ts'
import { UserError } from './user-error.ts'

/** As `instance/lib/logs.sh` knows them. */
export const LOG_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/
export const USUAL_LINES = 30
/** More than a machine reads. */
export const ALL_LINES = 100_000

/** Which log, and how much of it. */
export interface LogChoice {
  /** Absent: the one of what visitors reach. */
  log?: string
  lines: number
}

/** `[LOG] [LINES]`, in any order. UserError `word-left-over` for anything else. */
export function readLogWords(words: readonly string[], usage: string): LogChoice {
  const choice: { log?: string; lines?: number } = {}
  for (const word of words) {
    const isNumber = /^\d+$/.test(word)
    const isSecond = (isNumber ? choice.lines : choice.log) !== undefined
    if (isSecond || !(isNumber || LOG_NAME.test(word))) throw new UserError('word-left-over', { word, usage })
    if (isNumber) choice.lines = Math.min(Math.max(Number(word), 1), ALL_LINES)
    else choice.log = word
  }
  return { lines: USUAL_LINES, ...choice }
}

/** UserError unless the site's machine can be asked for its logs. */
export function expectLogs(site: Site): NonNullable<Site['status']['instance']> {
  const { instance } = site.status
  if (instance?.state !== 'running' || !instance.reachable) {
    throw new UserError('logs-not-now', { name: site.name, phase: phaseOf(site) })
  }
  return instance
}

/** Who may read logs, which may say something about visitors: as for operations. */
export const logAccess = { name: 'logs', audience: 'channel', needsCreator: false } as const

const LOG_OF: ReadonlyMap<string, string> = new Map([
  ['release-failed', 'release'],
  ['release-out-of-memory', 'release'],
  ['start-failed', 'web'],
  ['start-out-of-memory', 'web'],
])

/** The log that says more of what's wrong with the site, if its machine can be asked. */
export function logOfTrouble(site: Site): string | undefined {
  const { instance, troubles } = site.status
  if (instance?.state !== 'running' || !instance.reachable) return undefined
  const failure = stuckOn(site) ?? tryingAgain(site)
  const reason = failure?.step === 'set-up' ? failure.failure.reason : troubles?.deploy?.reason
  if (reason !== undefined) return LOG_OF.get(reason) ?? 'deploy'
  return troubles?.programs.find(({ name }) => LOG_NAME.test(name))?.name
}
