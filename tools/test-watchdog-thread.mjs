// @ts-check
import { writeSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

/** @typedef {{ beats: Int32Array, blockedMs: number, runMs: number }} Watched */

parentPort?.once('message', watch)

/** @param {Watched} watched */
function watch({ beats, blockedMs, runMs }) {
  const begun = performance.now()
  let doing = 'before the first test'
  let beat = { count: 0, at: begun }
  parentPort?.on('message', (/** @type {string} */ said) => {
    doing = said
  })
  setInterval(() => {
    const now = performance.now()
    const count = Atomics.load(beats, 0)
    if (count !== beat.count) beat = { count, at: now }
    if (now - beat.at > blockedMs) end(`The event loop was blocked for ${blockedMs / 1000} s: it hangs ${doing}.`)
    if (now - begun > runMs) end(`The tests did not end within ${runMs / 1000} s: it hangs ${doing}.`)
  }, 200)
}

/** @param {string} why */
function end(why) {
  // Not console.error: the main thread, which would write it, may be the one that hangs.
  writeSync(2, `\n${why}\n`)
  process.kill(process.pid, 'SIGKILL')
}
