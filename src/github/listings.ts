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
const MAX_LISTINGS = 50

/** Fetches a list page by page. */
export type Load<T> = (add: (items: readonly T[]) => void) => Promise<void>

interface Listing<T> {
  /** The last complete list. */
  whole?: { items: readonly T[]; at: Instant }
  loading?: { found: T[]; done: Promise<void> }
}

/**
 * Lists for type-aheads, cached in this process. Resolves in time with a list that isn't too old, or with the pages so far; the
 * rest serves the next keystroke. Rejects when there's nothing at all.
 */
export function createListings<T>({ clock, answerWithinMs = ANSWER_WITHIN_MS }: ListingsDeps) {
  const listings = new Map<string, Listing<T>>()
  return async (key: string, load: Load<T>): Promise<readonly T[]> => {
    const listing = listings.get(key) ?? {}
    listings.set(key, listing)
    for (const oldest of listings.keys()) if (listings.size > MAX_LISTINGS) listings.delete(oldest)
    const age = listing.whole === undefined ? Infinity : clock.now() - listing.whole.at
    if (listing.whole !== undefined && age <= FRESH_MS) return listing.whole.items
    listing.loading ??= start(listing, load, clock)
    if (listing.whole !== undefined && age <= USABLE_MS) return listing.whole.items
    const { found, done } = listing.loading
    try {
      await pTimeout(done, { milliseconds: answerWithinMs, message: false })
    } catch (error) {
      const isOver = isMissing(error) || isPermanentError(error)
      if (isOver) listings.delete(key)
      if (isOver || (listing.whole === undefined && found.length === 0)) throw error
    }
    return listing.whole?.items ?? found
  }
}

export interface ListingsDeps {
  clock: Clock
  answerWithinMs?: number
}

function start<T>(listing: Listing<T>, load: Load<T>, clock: Clock): NonNullable<Listing<T>['loading']> {
  const found: T[] = []
  const fetching = async () => {
    try {
      await load((items) => found.push(...items))
      listing.whole = { items: found, at: clock.now() }
    } finally {
      delete listing.loading
    }
  }
  const done = fetching()
  // Callers that still wait get the error; otherwise the next one tries again.
  done.catch(() => {})
  return { found, done }
}
