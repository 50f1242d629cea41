import assert from 'node:assert/strict'
import { DAY_MS, HOUR_MS } from '../../../src/site/time.ts'
import { makeEc2Bench } from './bench.ts'

describe('a machine on EC2 that hangs while it stops', () => {
  it('is stopped by force, and by nothing else', async () => {
    const { instances, order, eventually, clock } = makeEc2Bench({ stopMs: DAY_MS })
    const { id } = await instances.launch(order())
    await eventually(async () => (await instances.describe(id))?.state === 'running')
    await instances.stop(id)
    clock.advance(HOUR_MS)
    await instances.stop(id)
    assert.equal((await instances.describe(id))?.state, 'stopping')
    await instances.stop(id, { isForced: true })
    assert.equal((await instances.describe(id))?.state, 'stopped')
    await instances.stop(id, { isForced: true })
  })
})
