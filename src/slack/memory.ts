import type { Clock } from '../control/ports.ts'
import type { Instant } from '../site/time.ts'

/** Slack waits 3 s for everything together; forms are to be opened, or records written, in what is left. */
const LIMIT_MS = 1500

/** What was asked for, by key. */
export interface Memory<T> {
  /** Asks only where nothing fresh is known. An older answer serves where there is none in time; undefined without one. */
  recall(key: string, ask: () => Promise<T>): Promise<T | undefined>
}

/** Keeps answers for `freshMs`. Those who ask for the same at once wait for one answer. */
export function createMemory<T>(clock: Clock, freshMs: number): Memory<T> {
  const known = new Map<string, { answer: T; until: Instant }>()
  const underWay = new Map<string, Promise<T>>()
  const asked = async (key: string, ask: () => Promise<T>): Promise<T> => {
    try {
      const answer = await ask()
      known.set(key, { answer, until: clock.now() + freshMs })
      return answer
    } finally {
      underWay.delete(key)
    }
  }
  return {
    recall: async (key, ask) => {
      const remembered = known.get(key)
      if (remembered !== undefined && remembered.until > clock.now()) return remembered.answer
      const answer = underWay.get(key) ?? asked(key, ask)
      underWay.set(key, answer)
      return (await inTime(answer)) ?? remembered?.answer
    },
  }
}

/** undefined when it fails, or takes too long. */
async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LIMIT_MS)
  })
  try {
    return await Promise.race([answer.catch(() => undefined), limit])
  } finally {
    clearTimeout(timer)
  }
}
