import Bottleneck from 'bottleneck/light.js'

/**
 * Bottleneck, by which Octokit paces its calls, lets others go first by timers of 0 ms. Node makes a millisecond of each, and a call takes a
 * dozen of them. In tests they're immediates.
 */
const { _store: store } = Object.assign({ _store: {} }, new Bottleneck())
const wait = (ms = 0) => new Promise<void>((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)))
Reflect.set(Object.getPrototypeOf(store), 'yieldLoop', wait)
