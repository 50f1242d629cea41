import { AsyncResource, createHook } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import { setImmediate, setTimeout as setRealTimeout } from 'node:timers'
import timers from 'node:timers/promises'
import sinon from 'sinon'

/** What other threads do for us, in real time: keys, signatures, and files of what is loaded late. */
const IN_REAL_TIME =
  /^(MESSAGEPORT|FSREQPROMISE|FSREQCALLBACK|(KEYPAIRGEN|SIGN|HASH|PBKDF2|SCRYPT|RANDOMBYTES)REQUEST)$/
/** For sockets: turns of the event loop in which nothing comes. A call may yield as often before it writes. */
const QUIET_TURNS = 20

const { nodeTiming } = performance

/**
 * Time that goes on only when all that could happen by then has: each timer fires at its moment, and what it sets off has
 * come to rest before the next does. Hours pass in the time that the work itself takes.
 */
export function startVirtualTime(now: number, more: 'performance'[] = []) {
  const clock = sinon.useFakeTimers({
    now,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', ...more],
  })
  // As real timers do: what they set off belongs to whoever set them.
  const { setTimeout: fake } = globalThis
  Object.assign(globalThis, {
    setTimeout: (work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      fake(AsyncResource.bind(work), ms, ...args),
  })
  const elsewhere = new Set<number>()
  const hook = createHook({
    init: (id, type) => void (IN_REAL_TIME.test(type) && elsewhere.add(id)),
    before: (id) => void elsewhere.delete(id),
    destroy: (id) => void elsewhere.delete(id),
  }).enable()
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
  const rest = async () => {
    // Two rounds: streams take more than one.
    do await turn()
    while (elsewhere.size > 0)
    await turn()
  }
  return {
    /** Until `isOver`, or that moment. */
    run: async (isOver: () => boolean, until: number, untilRest = rest) => {
      for (;;) {
        await untilRest()
        if (isOver() || Date.now() >= until) return
        if (clock.countTimers() === 0) throw new Error('Nothing is left to happen')
        clock.next()
      }
    },
    rest,
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

/**
 * Does that work in virtual time, with servers in this process: whatever it waits for takes no time, and a busy computer makes nothing late.
 */
export async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
  const { run, rest, stop } = startVirtualTime(Date.now(), ['performance'])
  const { timeout } = AbortSignal
  const { setTimeout: promised } = timers
  AbortSignal.timeout = abortedAfter
  Object.assign(timers, { setTimeout: pause })
  syncBuiltinESMExports()
  const state = { isOver: false }
  try {
    const result = work().finally(() => (state.isOver = true))
    await Promise.all([
      result,
      run(
        () => state.isOver,
        Infinity,
        () => untilQuiet(rest),
      ),
    ])
    return await result
  } finally {
    stop()
    AbortSignal.timeout = timeout
    Object.assign(timers, { setTimeout: promised })
    syncBuiltinESMExports()
  }
}

/** Until nothing comes at any socket of this process. */
async function untilQuiet(rest: () => Promise<void>): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    const before = events()
    await rest()
    quiet = events() === before ? quiet + 1 : 0
  }
  const before = events()
  // The kernel may be late to hand over what was written.
  await new Promise((resolve) => void setRealTimeout(resolve, 1))
  if (events() > before) await untilQuiet(rest)
}

function events(): number {
  return nodeTiming.uvMetricsInfo.events
}

function abortedAfter(ms: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms)
  return controller.signal
}
