import pTimeout from 'p-timeout'
import { isPermanentError } from '../site/errors.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import type { Clock } from '../control/ports.ts'
import { isMissing } from './errors.ts'

/** So long a list is taken for the truth. */
const FRESH_MS = MINUTE_MS
/** So long it is good enough to answer with while it is fetched anew. */
const USABLE_MS = 15 * MINUTE_MS
/** Slack waits 3 s for everything together, and its listeners 1.5 s for a code host. */
const ANSWER_WITHIN_MS = 1200
const MAX_LISTINGS = 50

/** Fetches a list bit by bit. */
export type Load<T> = (add: (items: readonly T[]) => void) => Promise<void>

interface Listing<T> {
  /** The last whole list. */
  whole?: { items: readonly T[]; at: Instant }
  loading?: { found: T[]; done: Promise<void> }
}

/**
 * Lists for type-aheads, kept in this process. An answer is given within the limit: a list that is not old, or else what
 * has come of it until then; what is still on its way serves the next letter that is typed.
 * Rejects where there is nothing at all to answer with.
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
  // Whoever waits for it is told; when nobody does any more, the next question tries again.
  done.catch(() => {})
  return { found, done }
}
