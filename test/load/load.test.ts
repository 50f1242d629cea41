import assert from 'node:assert/strict'
import { createMany } from './create-many.ts'
import { sweepMany } from './many-live.ts'

/** The long version is `npm run test:load`. */
describe('many sites', function () {
  this.timeout(120_000)

  it('made at once all get ready, each limit being kept once it was told of', async () => {
    const { ready, failed, limits, posted, expected } = await createMany({ seed: 1, sites: 24, channels: 1 })
    assert.deepEqual([ready, failed, posted], [24, 0, expected])
    assert.deepEqual(
      [...limits].filter(([, { again }]) => again > 0),
      [],
    )
    // Were nothing limited, nothing would have been tried.
    for (const name of ['RunInstances', 'Slack chat.postMessage']) assert.ok((limits.get(name)?.refused ?? 0) > 0, name)
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
