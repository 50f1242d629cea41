import assert from 'node:assert/strict'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { type UsedState, usageAt } from '../../src/site/usage.ts'
import { createLife } from '../support/a-life.ts'

describe('the usage of a site, in its record', () => {
  it('follows its machine and its archive, to within the minutes that changes take', async () => {
    const life = await createLife()
    await life.settle()
    const { policy, clock } = life
    const hours = async () => {
      const { usage } = (await life.site()).status
      assert.ok(usage)
      const { spent } = usageAt(usage, clock.now(), policy.timeZone).month
      return (state: UsedState) => Math.round((spent[state] ?? 0) / HOUR_MS)
    }
    await life.pass(5 * HOUR_MS)
    await life.ask(sleep.apply)
    await life.pass(7 * HOUR_MS)
    await life.ask(wake.apply)
    await life.pass(3 * HOUR_MS)
    await life.ask(deleteSite.apply)
    await life.pass(2 * DAY_MS)
    const spent = await hours()
    assert.deepEqual([spent('up'), spent('asleep'), spent('archived')], [8, 7, 48])
  })

  it('counts for a machine that others stop', async () => {
    const life = await createLife({ durations: { stopMs: MINUTE_MS } })
    await life.settle()
    await life.pass(HOUR_MS)
    const [machine = assert.fail('no machine')] = life.machines()
    await life.ports.instances.stop(machine.id)
    await life.reconcile()
    assert.equal((await life.site()).status.usage?.state, 'asleep')
    await life.pass(10 * MINUTE_MS)
    assert.equal((await life.site()).status.usage?.state, 'up')
  })

  it('is saved with what changed it: a site that stays as it is has nothing to save', async () => {
    const life = await createLife()
    await life.settle()
    await life.pass(MINUTE_MS)
    const { version } = await life.site()
    await life.pass(3 * HOUR_MS)
    await life.reconcile()
    assert.equal((await life.site()).version, version)
  })
})
