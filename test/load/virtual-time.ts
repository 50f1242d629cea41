import { AsyncResource, createHook } from 'node:async_hooks'
import { setImmediate } from 'node:timers'
import sinon from 'sinon'

/** What other threads do for us, in real time: keys, and files of what is loaded late. */
const IN_REAL_TIME = /^(KEYPAIRGENREQUEST|FSREQPROMISE|FSREQCALLBACK)$/

/**
 * Time that goes on only when all that could happen by then has: each timer fires at its moment, and what it sets off has
 * come to rest before the next does. Hours pass in the time that the work itself takes.
 */
export function startVirtualTime(now: number) {
  const clock = sinon.useFakeTimers({
    now,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  })
  // As real timers do: what they set off belongs to whoever set them.
  const { setTimeout: fake } = globalThis
  Object.assign(globalThis, {
    setTimeout: (work: () => void, ms?: number) => fake(AsyncResource.bind(work), ms),
  })
  const elsewhere = new Set<number>()
  const hook = createHook({
    init: (id, type) => void (IN_REAL_TIME.test(type) && elsewhere.add(id)),
    before: (id) => void elsewhere.delete(id),
    destroy: (id) => void elsewhere.delete(id),
  }).enable()
  const rest = () => new Promise<void>((resolve) => void setImmediate(resolve))
  return {
    /** Until `isOver`, or that moment. */
    run: async (isOver: () => boolean, until: number) => {
      for (;;) {
        // Two rounds: streams take more than one.
        do await rest()
        while (elsewhere.size > 0)
        await rest()
        if (isOver() || Date.now() >= until) return
        if (clock.countTimers() === 0) throw new Error('Nothing is left to happen')
        clock.next()
      }
    },
    stop: () => {
      hook.disable()
      clock.restore()
    },
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
