/**
 * Bottleneck, by which Octokit paces its calls, lets others go first by timers of 0 ms. Node makes a millisecond of each, and a call takes a
 * dozen of them. In tests they're immediates.
 */
const { setTimeout: setRealTimeout } = globalThis

Reflect.set(globalThis, 'setTimeout', (...[callback, ms, ...args]: Parameters<typeof setRealTimeout>) =>
  ms === 0 ? setImmediate(callback, ...args) : setRealTimeout(callback, ms, ...args),
)
