import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { SECOND_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

describe('the route of a machine whose first checks last', () => {
  it('is put again by the alarm, and the site is ready then', async () => {
    const life = await createLife({ routesWait: true })
    await life.pass(0)
    const waiting = await life.site()
    assert.notEqual(phaseOf(waiting), 'ready')
    assert.equal(waiting.status.alarmAt, life.clock.now() + 3 * SECOND_MS)
    assert.deepEqual(waiting.status.failures, {})
    await life.reconcile()
    assert.notEqual(phaseOf(await life.site()), 'ready')
    await life.pass(3 * SECOND_MS)
    const { status, ...site } = await life.site()
    assert.equal(phaseOf({ status, ...site }), 'ready')
    assert.deepEqual(Object.keys(status.route ?? {}).toSorted(), ['address', 'instanceId'])
  })

  it('leads there after 35 seconds all the same', async () => {
    const life = await createLife()
    const { routes } = life.ports
    const waited: boolean[] = []
    life.ports.routes = {
      ...routes,
      put: async (route) => {
        waited.push(route.hasWaited === true)
        return route.hasWaited === true ? routes.put(route) : 'waiting'
      },
    }
    await life.pass(34 * SECOND_MS)
    assert.notEqual(phaseOf(await life.site()), 'ready')
    await life.pass(4 * SECOND_MS)
    assert.equal(phaseOf(await life.site()), 'ready')
    assert.deepEqual([waited.length, waited.at(-1), waited.at(-2)], [13, true, false])
  })
})
