import { AsyncResource, createHook } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import { setImmediate, setTimeout as setRealTimeout } from 'node:timers'
import timers from 'node:timers/promises'
import sinon from 'sinon'

/** What other threads do for us, in real time: keys, and files of what is loaded late. */
const IN_REAL_TIME = /^(KEYPAIRGENREQUEST|FSREQPROMISE|FSREQCALLBACK)$/
/** The same, and modules that a loader's thread finds, by Node's other names for it. */
const ELSEWHERE = /^(FSReq|Worker|MessagePort)/
/** Turns of the event loop in which nothing comes at any socket. A call may yield as often before it writes. */
const QUIET_TURNS = 20

const { nodeTiming } = performance

/**
 * Time that goes on only when all that could happen by then has: each timer fires at its moment, and what it sets off has
 * come to rest before the next does. Hours pass in the time that the work itself takes.
 */
export function startVirtualTime(now: number) {
  const clock = fakeTimers(now)
  const elsewhere = new Set<number>()
  const hook = createHook({
    init: (id, type) => void (IN_REAL_TIME.test(type) && elsewhere.add(id)),
    before: (id) => void elsewhere.delete(id),
    destroy: (id) => void elsewhere.delete(id),
  }).enable()
  return {
    /** Until `isOver`, or that moment. */
    run: async (isOver: () => boolean, until: number) => {
      for (;;) {
        // Two rounds: streams take more than one.
        do await turn()
        while (elsewhere.size > 0)
        await turn()
        if (isOver() || Date.now() >= until) return
        next(clock)
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

/**
 * Does that work in virtual time, with servers in this process: whatever it waits for takes no time, and a busy computer makes nothing late.
 */
export async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
  const clock = fakeTimers(Date.now(), ['performance'])
  const { timeout } = AbortSignal
  const { setTimeout: promised } = timers
  AbortSignal.timeout = abortedAfter
  Object.assign(timers, { setTimeout: pause })
  syncBuiltinESMExports()
  const state = { isOver: false }
  const pass = async () => {
    for (;;) {
      await untilQuiet()
      if (state.isOver) return
      next(clock)
    }
  }
  try {
    const [result] = await Promise.all([work().finally(() => (state.isOver = true)), pass()])
    return result
  } finally {
    clock.restore()
    AbortSignal.timeout = timeout
    Object.assign(timers, { setTimeout: promised })
    syncBuiltinESMExports()
  }
}

function fakeTimers(now: number, more: 'performance'[] = []) {
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
  return clock
}

function next(clock: sinon.SinonFakeTimers): void {
  if (clock.countTimers() === 0) throw new Error('Nothing is left to happen')
  clock.next()
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    const before = events()
    await turn()
    const isQuiet = events() === before && !process.getActiveResourcesInfo().some((type) => ELSEWHERE.test(type))
    quiet = isQuiet ? quiet + 1 : 0
  }
  const before = events()
  // The kernel may be late to hand over what was written.
  await new Promise((resolve) => void setRealTimeout(resolve, 1))
  if (events() > before) await untilQuiet()
}

function events(): number {
  return nodeTiming.uvMetricsInfo.events
}

function abortedAfter(ms: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms)
  return controller.signal
}
