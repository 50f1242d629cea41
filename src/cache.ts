import pMemoize from 'p-memoize'
import type { Clock } from './control/ports.ts'
import type { Instant } from './site/time.ts'

/** Values that take long to get, by key. */
export interface Cache<T> {
  /**
   * The value kept, while it is fresh; else what `load` gives. Calls for one key at a time share a load. Failures are not kept.
   * @param since what was loaded until then isn't fresh
   */
  get(key: string, load: () => Promise<T>, since?: Instant): Promise<T>
  /** What was loaded last, fresh or not. */
  last(key: string): T | undefined
  /** The next call loads it; left out: all. */
  forget(key?: string): void
}

export function createCache<T>({
  clock,
  freshMs,
  maxKeys = 1000,
}: {
  clock: Clock
  freshMs: number
  maxKeys?: number
}): Cache<T> {
  interface Kept {
    value: T
    /** When its load began. */
    since: Instant
    freshUntil: Instant
  }
  const kept = new Map<string, Kept>()
  const loaded = pMemoize(
    async (key: string, load: () => Promise<T>) => {
      const since = clock.now()
      const value = await load()
      // The oldest comes first in a map.
      kept.delete(key)
      kept.set(key, { value, since, freshUntil: clock.now() + freshMs })
      for (const oldest of kept.keys()) if (kept.size > maxKeys) kept.delete(oldest)
      return { value, since }
    },
    { cache: false },
  )
  return {
    last: (key) => kept.get(key)?.value,
    forget: (key) => {
      if (key === undefined) kept.clear()
      else kept.delete(key)
    },
    get: async (key, load, since = Number.NEGATIVE_INFINITY) => {
      const known = kept.get(key)
      if (known !== undefined && clock.now() < known.freshUntil && known.since > since) return known.value
      const first = await loaded(key, load)
      // Somebody else's load may have begun before.
      return first.since >= since ? first.value : (await loaded(key, load)).value
    },
  }
}
