import { setImmediate } from 'node:timers'
import sinon from 'sinon'

/**
 * Time that goes on only when all that could happen by then has: each timer fires at its moment, and what it sets off has
 * come to rest before the next does. Hours pass in the time that the work itself takes.
 */
export function startVirtualTime(now: number) {
  const clock = sinon.useFakeTimers({
    now,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  })
  const rest = () => new Promise<void>((resolve) => void setImmediate(resolve))
  return {
    /** Until `isOver`, or that moment. */
    run: async (isOver: () => boolean, until: number) => {
      for (;;) {
        // Two rounds: streams and keys made by other threads take more than one.
        await rest()
        await rest()
        if (isOver() || Date.now() >= until) return
        if (clock.countTimers() === 0) throw new Error('Nothing is left to happen')
        clock.next()
      }
    },
    stop: () => clock.restore(),
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** Numbers from 0 to 1 that are the same each time; mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
