import pTimeout from 'p-timeout'
import { isPermanentError } from '../site/errors.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import type { Clock } from '../control/ports.ts'
import { isMissing } from './errors.ts'

/** Until then a list isn't fetched again. */
const FRESH_MS = MINUTE_MS
/** Until then it serves while it's fetched again. */
const USABLE_MS = 15 * MINUTE_MS
/** Slack waits 3 s in all, and its listeners 1.5 s for this. */
const ANSWER_WITHIN_MS = 1200
const MAX_LISTS = 50

/** Fetches a list page by page. */
export type Load<T> = (add: (items: readonly T[]) => void) => Promise<void>

interface CachedList<T> {
  /** The last complete list. */
  whole?: { items: readonly T[]; at: Instant }
  loading?: { found: T[]; done: Promise<void> }
}

/**
 * Lists for type-aheads, cached in this process. Resolves in time with a list that isn't too old, or with the pages so far; the
 * rest serves the next keystroke. Rejects when there's nothing at all.
 */
export function createListCache<T>({ clock, answerWithinMs = ANSWER_WITHIN_MS }: ListCacheDeps) {
  const lists = new Map<string, CachedList<T>>()
  return async (key: string, load: Load<T>): Promise<readonly T[]> => {
    const list = lists.get(key) ?? {}
    lists.set(key, list)
    for (const oldest of lists.keys()) if (lists.size > MAX_LISTS) lists.delete(oldest)
    const age = list.whole === undefined ? Infinity : clock.now() - list.whole.at
    if (list.whole !== undefined && age <= FRESH_MS) return list.whole.items
    list.loading ??= start(list, load, clock)
    if (list.whole !== undefined && age <= USABLE_MS) return list.whole.items
    const { found, done } = list.loading
    try {
      await pTimeout(done, { milliseconds: answerWithinMs, message: false })
    } catch (error) {
      const isOver = isMissing(error) || isPermanentError(error)
      if (isOver) lists.delete(key)
      if (isOver || (list.whole === undefined && found.length === 0)) throw error
    }
    return list.whole?.items ?? found
  }
}

export interface ListCacheDeps {
  clock: Clock
  answerWithinMs?: number
}

function start<T>(list: CachedList<T>, load: Load<T>, clock: Clock): NonNullable<CachedList<T>['loading']> {
  const found: T[] = []
  const fetching = async () => {
    try {
      await load((items) => found.push(...items))
      list.whole = { items: found, at: clock.now() }
    } finally {
      delete list.loading
    }
  }
  const done = fetching()
  // Callers that still wait get the error; otherwise the next one tries again.
  done.catch(() => {})
  return { found, done }
}
