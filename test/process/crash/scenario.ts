import type { HistoryAction } from '../../../src/site/operations/all.ts'
import { seeded } from '../../support/seeded.ts'

/** What somebody may do about a site; all but `push` are requests, which the site's history tells of. */
export type Intent = 'push' | Request
export type Request =
  | 'create'
  | 'sleep'
  | 'wake'
  | 'extend'
  | 'change-password'
  | 'redeploy'
  | 'delete'
  | 'delete-without-archive'
  | 'restore'

/** `unknown`: the process was killed before it had answered. */
export type Outcome = 'granted' | 'refused' | 'unknown'

export interface SentRequest {
  action: HistoryAction
  by: string
  outcome: Outcome
  /** The password it sets, as far as the person who asked knows it. */
  password?: string | undefined
  /** The record has it. */
  isFound?: boolean
}

/** One site, from its creation to the day on which nothing is left of it. */
export interface Scenario {
  name: string
  repository: string
  branch: string
  owner: string
  channel: string
  asked: SentRequest[]
  /** Commits pushed to its branch, and what each has as its page. */
  pushes: { commit: string; page: string; outcome: Outcome }[]
  /** What was put on its machine's disk. */
  leftBehind?: string
  /** Its time will be up by the clock. */
  isToEnd: boolean
  isOver: boolean
}

export interface Turn {
  intents: Intent[]
  door: 'slack' | 'terminal'
  /** Between one intent and the next. */
  pauseMs: number
}

export type DesiredState = 'none' | 'up' | 'asleep' | 'archived'

/** What is done about a site in one round, given how it stands; the first are the most likely. */
const turns: Record<DesiredState, Intent[][]> = {
  none: [['create'], ['create'], ['create'], ['create', 'change-password'], ['create', 'push'], ['create', 'delete']],
  up: [
    ['sleep'],
    ['sleep', 'wake'],
    ['push'],
    ['push', 'sleep'],
    ['push', 'push'],
    ['redeploy', 'push'],
    ['change-password'],
    ['change-password', 'redeploy'],
    ['extend'],
    ['delete'],
    ['delete'],
    ['delete', 'restore'],
    ['redeploy', 'delete'],
    ['extend', 'change-password', 'sleep'],
  ],
  asleep: [
    ['wake'],
    ['wake'],
    ['push', 'wake'],
    ['change-password', 'wake'],
    ['delete'],
    ['wake', 'delete'],
    ['extend'],
  ],
  archived: [
    ['restore'],
    ['restore'],
    ['restore'],
    ['restore', 'delete'],
    ['push', 'restore'],
    ['delete-without-archive'],
  ],
}

const LONGEST_PAUSE_MS = 300

/** What a run must show is done to the first sites of each wave once they are up, however few there are. */
const FOR_CERTAIN: Intent[][] = [['sleep'], ['delete'], ['push']]

/** What comes of one seed, whatever happens on the way: a turn for each round and each desired. `index` is the site's in its wave. */
export function planTurns(seed: number, rounds: number, index: number): Record<DesiredState, Turn>[] {
  const random = seeded(seed)
  return Array.from({ length: rounds }, () => {
    const pick = random()
    const rest = { door: random() < 0.5 ? 'slack' : 'terminal', pauseMs: random() * LONGEST_PAUSE_MS } as const
    const turnOf = (desired: DesiredState): Turn => {
      const intents = turns[desired][Math.floor(pick * turns[desired].length)] ?? []
      return { intents, ...rest }
    }
    const certain = FOR_CERTAIN[index]
    const up = certain === undefined ? turnOf('up') : { intents: certain, ...rest }
    return { none: turnOf('none'), up, asleep: turnOf('asleep'), archived: turnOf('archived') }
  })
}
