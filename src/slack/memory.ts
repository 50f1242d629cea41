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
  const known = new Map<string, { answer: T; until: Instant }>()
  const underWay = new Map<string, Promise<Recalled<T>>>()
  const toldUntil = new Map<string, Instant>()
  const failed = (key: string, error: unknown): Recalled<T> => {
    if (!isRefusal(error)) return { is: 'silent' }
    if ((toldUntil.get(key) ?? -Infinity) <= clock.now()) {
      toldUntil.set(key, clock.now() + refusalMs)
      onRefusal(key, error)
    }
    return { is: 'refused' }
  }
  const asked = async (key: string, ask: () => Promise<T>): Promise<Recalled<T>> => {
    try {
      const answer = await ask()
      known.set(key, { answer, until: clock.now() + freshMs })
      toldUntil.delete(key)
      return { is: 'known', answer }
    } catch (error) {
      return failed(key, error)
    } finally {
      underWay.delete(key)
    }
  }
  return {
    recall: async (key, ask) => {
      const remembered = known.get(key)
      if (remembered !== undefined && remembered.until > clock.now()) return { is: 'known', answer: remembered.answer }
      const answer = underWay.get(key) ?? asked(key, ask)
      underWay.set(key, answer)
      const recalled = await inTime(answer)
      return recalled.is === 'known' || remembered === undefined ? recalled : { is: 'known', answer: remembered.answer }
    },
  }
}

async function inTime<T>(answer: Promise<Recalled<T>>): Promise<Recalled<T>> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<Recalled<T>>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'silent' }), LIMIT_MS)
  })
  try {
    return await Promise.race([answer, limit])
  } finally {
    clearTimeout(timer)
  }
}
