import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

const root = join(import.meta.dirname, '../..')

describe('a run of tests that hangs', () => {
  let directory: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(() => directory.remove())

  /** Runs that file of tests under the limits given. */
  const run = async (source: string, limits: Record<string, string>, ...flags: string[]) => {
    const path = join(directory.path, 'hang.test.mjs')
    await writeFile(path, source)
    const mocha = spawn(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), ...flags, path], {
      cwd: root,
      // The counts of this suite are its own.
      env: { ...process.env, ...limits, TEST_COUNTS: join(directory.path, 'counts') },
    })
    const exit = new Promise((resolve) => mocha.on('exit', (code) => resolve(code)))
    const [stderr] = await Promise.all([text(mocha.stderr), text(mocha.stdout)])
    return { code: await exit, stderr }
  }
  const endless = `it('waits for ever', async () => { for (;;) await Promise.resolve() })`

  for (const flags of [[], ['--parallel', '--jobs', '2']]) {
    it(`is ended, and its test named, where a loop of promises keeps timers from firing (mocha ${flags.join(' ')})`, async () => {
      const { code, stderr } = await run(endless, { TEST_BLOCKED_MS: '5000' }, ...flags)
      assert.notEqual(code, 0)
      assert.match(stderr, /blocked for 5 s: it hangs in "waits for ever" \(.*hang\.test\.mjs\)/)
      assert.match(stderr, /^ +at .*hang\.test\.mjs:1\)$/m, 'where it is in it')
    })
  }

  it('is ended where a test that passed left something open', async () => {
    const open = `it('leaves a timer', () => void setInterval(() => {}, 1000))`
    const { code, stderr } = await run(open, { TEST_RUN_MS: '10000' })
    assert.notEqual(code, 0)
    assert.match(stderr, /did not end within 10 s: it hangs after "leaves a timer"/)
  })
})
