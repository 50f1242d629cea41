import { randomBytes } from 'node:crypto'

/** Something that has changed. What became of it, the state says. */
export type Change =
  /** Posted, edited or removed. */
  | { kind: 'message'; channel: string; ts: string }
  | { kind: 'home' | 'modals'; userId: string }
  | { kind: 'channel' | 'person' | 'file'; id: string }

/** The last changes, in order. */
export interface Journal {
  add(change: Change): void
  /** Names this moment for `since`. */
  position(): string
  /** What has changed since then; undefined when that was too long ago, or in another process. */
  since(position: string): Change[] | undefined
}

const MOST_KEPT = 1000

export function createJournal(): Journal {
  const run = randomBytes(6).toString('hex')
  const kept: Change[] = []
  let count = 0
  return {
    add: (change) => {
      count += 1
      kept.push(change)
      if (kept.length > MOST_KEPT) kept.shift()
    },
    position: () => `${run}.${count}`,
    since: (position) => {
      const [ofRun, number] = position.split('.')
      const missed = count - Number(number)
      return ofRun === run && missed >= 0 && missed <= kept.length ? kept.slice(kept.length - missed) : undefined
    },
  }
}
