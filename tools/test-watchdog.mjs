// @ts-check
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * Ends a test process that hangs, and names its test. Mocha's own time limit is a timer, which never fires while a test
 * keeps the event loop busy (a loop over promises that are settled, say); and it ends with a test, not with what one left open.
 * So a thread of its own looks on. Plain JavaScript, since mocha loads it before a loader.
 */

/** What a test may block the event loop for: the slowest that do so build images. */
const BLOCKED_MS = Number(process.env['TEST_BLOCKED_MS'] ?? 120_000)
/** What one run of mocha may take: `npm test` takes a few minutes; the suite of real machines says more. */
const RUN_MS = Number(process.env['TEST_RUN_MS'] ?? 30 * 60_000)
const BEAT_MS = 500

const beats = new Int32Array(new SharedArrayBuffer(4))
const watchdog = new Worker(fileURLToPath(new URL('test-watchdog-thread.mjs', import.meta.url)))
watchdog.postMessage({ beats, blockedMs: BLOCKED_MS, runMs: RUN_MS })
watchdog.unref()
setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref()

/** @param {string} doing */
const say = (doing) => watchdog.postMessage(doing)

/** @type {Mocha.RootHookObject} */
export const mochaHooks = {
  /** @this {Mocha.Context} */
  beforeEach() {
    say(`in ${nameOf(this.currentTest)}`)
  },
  /** @this {Mocha.Context} */
  afterEach() {
    say(`after ${nameOf(this.currentTest)}`)
  },
}

/** @param {Mocha.Test | undefined} test */
function nameOf(test) {
  return `"${test?.fullTitle()}" (${test?.file})`
}
