import pMemoize from 'p-memoize'
import type { Clock } from './control/ports.ts'
import type { Instant } from './site/time.ts'

/** Values that take long to get, by key. */
export interface Cache<T> {
  /** The value kept, while it is fresh; else what `load` gives. Calls for one key at a time share a load. Failures are not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>
  /** What was loaded last, fresh or not. */
  last(key: string): T | undefined
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
  const kept = new Map<string, { value: T; freshUntil: Instant }>()
  const loaded = pMemoize(
    async (key: string, load: () => Promise<T>) => {
      const value = await load()
      // The oldest comes first in a map.
      kept.delete(key)
      kept.set(key, { value, freshUntil: clock.now() + freshMs })
      for (const oldest of kept.keys()) if (kept.size > maxKeys) kept.delete(oldest)
      return value
    },
    { cache: false },
  )
  return {
    last: (key) => kept.get(key)?.value,
    get: async (key, load) => {
      const known = kept.get(key)
      return known !== undefined && clock.now() < known.freshUntil ? known.value : loaded(key, load)
    },
  }
}
