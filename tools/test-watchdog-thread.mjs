// @ts-check
import { writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { parentPort } from 'node:worker_threads'

/** @typedef {{ beats: Int32Array, blockedMs: number, runMs: number }} Watched */

/** How long the main thread may take to say where it hangs. */
const STACK_MS = 10_000
/** Of its stack, the outermost: what is above may be thousands of one function. */
const FRAMES = 20

parentPort?.once('message', watch)

/** @param {Watched} watched */
function watch({ beats, blockedMs, runMs }) {
  const begun = performance.now()
  let doing = 'before the first test'
  let beat = { count: 0, at: begun }
  parentPort?.on('message', (/** @type {string} */ said) => {
    doing = said
  })
  const timer = setInterval(() => {
    const now = performance.now()
    const count = Atomics.load(beats, 0)
    if (count !== beat.count) beat = { count, at: now }
    const why =
      now - beat.at > blockedMs
        ? `The event loop was blocked for ${blockedMs / 1000} s`
        : now - begun > runMs
          ? `The tests did not end within ${runMs / 1000} s`
          : undefined
    if (why === undefined) return
    clearInterval(timer)
    end(`${why}: it hangs ${doing}.`)
  }, 200)
}

/** @param {string} why */
function end(why) {
  // Not console.error: the main thread, which would write it, may be the one that hangs.
  writeSync(2, `\n${why}\n`)
  const kill = () => process.kill(process.pid, 'SIGKILL')
  setTimeout(kill, STACK_MS)
  const session = new Session()
  session.connectToMainThread()
  // Where coverage is counted, frames say no address; their scripts do.
  /** @type {Map<string, string>} */
  const urls = new Map()
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => urls.set(scriptId, url))
  session.on('Debugger.paused', ({ params: { callFrames } }) => {
    for (const { functionName, location } of callFrames.slice(-FRAMES)) {
      const url = urls.get(location.scriptId) ?? ''
      writeSync(2, `    at ${functionName === '' ? '<anonymous>' : functionName} (${url}:${location.lineNumber + 1})\n`)
    }
    kill()
  })
  session.post('Debugger.enable')
  session.post('Debugger.pause')
}
