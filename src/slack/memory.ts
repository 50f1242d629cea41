import pTimeout from 'p-timeout'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import type { Instant } from '../site/time.ts'

/**
 * Slack waits 3 s for everything together. Where one question follows another, this is the first of them; the code host has its
 * own limit (`ask-code-host.ts`), and what is left, a second at least, is for a hash, the table and for opening the form.
 */
const LIMIT_MS = 1000

/** `silent`: no answer in time, or none at all. `refused`: it was said that there will be none. */
export type Recalled<T> = { is: 'known'; answer: T } | { is: 'silent' | 'refused' }

/** What was asked for, by key. */
export interface Memory<T> {
  /** Asks only where nothing fresh is known. An older answer serves where there is none in time. */
  recall(key: string, ask: () => Promise<T>): Promise<Recalled<T>>
}

export interface MemoryDeps {
  clock: Clock
  /** How long an answer holds. */
  freshMs: number
  isRefusal(error: unknown): boolean
  /** Hears of what is refused; of one key not again within `refusalMs`, however often it is asked for. */
  onRefusal(key: string, error: unknown): void
  refusalMs: number
}

/** Keeps answers. Those who ask for the same at once wait for one answer. What was refused is asked for again each time. */
export function createMemory<T>({ clock, freshMs, isRefusal, onRefusal, refusalMs }: MemoryDeps): Memory<T> {
  const cache = createCache<{ answer: T }>({ clock, freshMs })
  const reportedUntil = new Map<string, Instant>()
  const load = async (key: string, ask: () => Promise<T>) => {
    try {
      const answer = await ask()
      reportedUntil.delete(key)
      return { answer }
    } catch (error) {
      if (isRefusal(error) && (reportedUntil.get(key) ?? -Infinity) <= clock.now()) {
        reportedUntil.set(key, clock.now() + refusalMs)
        onRefusal(key, error)
      }
      throw error
    }
  }
  return {
    recall: async (key, ask) => {
      try {
        const loaded = cache.get(key, () => load(key, ask))
        return { is: 'known', ...(await pTimeout(loaded, { milliseconds: LIMIT_MS })) }
      } catch (error) {
        const last = cache.last(key)
        return last === undefined ? { is: isRefusal(error) ? 'refused' : 'silent' } : { is: 'known', ...last }
      }
    },
  }
}
