import type { Clock } from '../../src/control/ports.ts'
import type { Instant } from '../../src/site/time.ts'

/** What is answered of something that has just been made and is not listed yet. */
const NOT_LISTED: Record<string, unknown> = {
  'instances.describe': undefined,
  'instances.describeImage': undefined,
  'shell.reachable': false,
  'shell.result': undefined,
}

/** Reads that may lag. Loads from the table are consistent; Slack's history is asked a minute after a posting at the soonest. */
const LAGGING = new Set([
  ...Object.keys(NOT_LISTED),
  'instances.list',
  'routes.list',
  'alarm.list',
  'codeHost.grants',
  'codeHost.branchHead',
  'store.list',
])

const MAKING = new Set(['instances.launch', 'instances.createImage', 'shell.start'])

export function mayLag(call: string): boolean {
  return LAGGING.has(call)
}

/** What the ports answered last, so that they can answer it again. */
export interface Answers {
  remember(call: string, args: unknown[], answer: unknown): void
  /** An answer to that call that was true at most `maxAgeMs` ago; undefined where none is known. */
  earlier(call: string, args: unknown[], maxAgeMs: number): { answer: unknown } | undefined
}

/** Nothing is kept unless it `isWanted`: stories without stale answers are spared the work. */
export function createAnswers(clock: Clock, isWanted: boolean): Answers {
  const last = new Map<string, { answer: unknown; at: Instant }>()
  const madeAt = new Map<unknown, Instant>()
  const keyOf = (call: string, args: unknown[]) => `${call} ${JSON.stringify(args)}`
  return {
    remember: (call, args, answer) => {
      if (!isWanted) return
      if (mayLag(call)) last.set(keyOf(call, args), { answer, at: clock.now() })
      // Making it once more gives the same, which is no younger for it.
      if (MAKING.has(call) && !madeAt.has(idOf(answer))) madeAt.set(idOf(answer), clock.now())
    },
    earlier: (call, args, maxAgeMs) => {
      const isFresh = (at: Instant | undefined) => at !== undefined && at + maxAgeMs >= clock.now()
      const known = last.get(keyOf(call, args))
      if (isFresh(known?.at)) return known
      return call in NOT_LISTED && isFresh(madeAt.get(args.at(-1))) ? { answer: NOT_LISTED[call] } : undefined
    },
  }
}

function idOf(made: unknown): unknown {
  return typeof made === 'object' && made !== null && 'id' in made ? made.id : made
}
