// @ts-check
import { appendFileSync } from 'node:fs'
import { reporters, Runner } from 'mocha'

/**
 * Mocha's `spec`, which also adds a line `{"passed":…,"failed":…,"failures":["title: message"]}` to the file that
 * TEST_COUNTS names, so that `.ci/run` can add up the suites and name what failed. Plain JavaScript, since mocha loads reporters before it imports a loader.
 */
export default class Reporter extends reporters.Spec {
  /**
   * @param {Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options)
    const { TEST_COUNTS: path } = process.env
    if (path === undefined) return
    /** @type {string[]} */
    const failures = []
    runner.on(
      Runner.constants.EVENT_TEST_FAIL,
      (/** @type {Mocha.Test} */ test, /** @type {Error | undefined} */ error) => {
        failures.push(`${test.fullTitle()}: ${String(error?.message).slice(0, 1000)}`)
      },
    )
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes: passed, failures: failed } = this.stats
      appendFileSync(path, `${JSON.stringify({ passed, failed, failures })}\n`)
    })
  }
}
