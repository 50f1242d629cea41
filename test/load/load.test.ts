import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sweepMany } from './many-live.ts'

/** The long version is `npm run test:load`. */
describe('many sites', function () {
  this.timeout(120_000)

  it('made at once all get ready, each limit being kept once it was told of', async () => {
    // A process of its own: Octokit keeps its paces for the whole process, and there time is another.
    const main = fileURLToPath(new URL('main.ts', import.meta.url))
    const env = { ...process.env, LOAD_SITES: '24' }
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', main], { env })
    assert.match(stdout, /24 ready, 0 failed/)
    assert.match(stdout, /48 of 48 messages posted/)
    assert.match(stdout, /All of it holds\.$/m)
    // Were nothing limited, nothing would have been tried.
    for (const name of ['RunInstances', 'Slack chat\\.postMessage']) {
      assert.match(stdout, new RegExp(`${name} +[\\d.]+ +[1-9]\\d* +0$`, 'm'))
    }
  })

  it('whose alarms were all lost are looked at by as many sweeps as it takes, each within its time', async () => {
    const { sweeps, isWithinLimit } = await sweepMany(4000)
    assert.ok(isWithinLimit)
    assert.ok(sweeps.length > 1)
    assert.equal(
      sweeps.reduce((sum, { lookedAt }) => sum + lookedAt, 0),
      4000,
    )
  })
})
