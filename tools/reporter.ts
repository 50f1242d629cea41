import { appendFileSync } from 'node:fs'
import { reporters, Runner, type MochaOptions } from 'mocha'

/**
 * Mocha's `spec`, which also adds a line `{"passed":…,"failed":…}` to the file that TEST_COUNTS names, so that
 * `.ci/run` can add up the suites.
 */
export default class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options)
    const { TEST_COUNTS: path } = process.env
    if (path === undefined) return
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes: passed, failures: failed } = this.stats
      appendFileSync(path, `${JSON.stringify({ passed, failed })}\n`)
    })
  }
}
