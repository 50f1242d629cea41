import assert from 'node:assert/strict'
import { createReconcileHandler } from '../../src/lambda/reconcile-handler.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { createLife } from '../support/a-life.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'
import { alarmEvent, instanceEvent, streamEvent } from './events.ts'

/** A ready site, the function that reconciles it, and how often its machine was looked at. */
async function aReadySite() {
  const life = await createLife()
  await life.settle()
  const { ports, policy, clock } = life
  let looks = 0
  const { describe } = ports.instances
  ports.instances = { ...ports.instances, describe: async (id) => (looks++, describe(id)) }
  const reconcile = createFakeReconciler(ports, policy)
  const handler = createReconcileHandler({
    reconcile,
    siteOfInstance: async () => 'plum',
    siteOfImage: async () => undefined,
    log: life.log,
  })
  clock.advance(5 * 60_000)
  const terminate = async () => ports.instances.terminate((await life.site()).status.instance?.id ?? '')
  return { ...life, reconcile, handler, terminate, looks: () => looks }
}

const saved = streamEvent([{ name: 'plum', sequenceNumber: '100' }])

describe('the machine of a site', () => {
  it('is looked at once in five minutes while saves and alarms come', async () => {
    const { handler, clock, looks } = await aReadySite()
    await handler(saved)
    assert.equal(looks(), 1)
    clock.advance(299_000)
    await handler(saved)
    await handler(alarmEvent)
    assert.equal(looks(), 1)
    clock.advance(1000)
    await handler(saved)
    assert.equal(looks(), 2)
  })

  it('is not looked at while the record is that new', async () => {
    const { handler, ask, load, looks, ports, policy, clock } = await aReadySite()
    await ask((site) => ({ ...site, spec: { ...site.spec, desired: 'asleep' } }))
    await handler(saved)
    assert.equal((await load())?.status.instance?.state, 'stopped')
    const before = looks()
    // By another container, which has seen nothing.
    const other = createFakeReconciler(ports, policy)
    await other('plum', { machine: 'recent' })
    assert.equal(looks(), before)
    clock.advance(60_000)
    await other('plum', { machine: 'recent' })
    assert.equal(looks(), before + 1)
  })

  it('is looked at when an event says that it may have changed', async () => {
    const { handler, load, terminate } = await aReadySite()
    await handler(saved)
    await terminate()
    await handler(saved)
    const before = (await load())?.status.instance
    assert.equal(before?.state, 'running')
    await handler(instanceEvent)
    assert.notEqual((await load())?.status.instance?.id, before.id)
  })

  it('is looked at though nothing says so when the sweep finds it changed', async () => {
    const { handler, load, terminate, ports, reconcile } = await aReadySite()
    await handler(saved)
    const before = (await load())?.status.instance
    await terminate()
    await handler(saved)
    assert.equal((await load())?.status.instance?.id, before?.id)
    await createSweep(ports, reconcile)()
    assert.notEqual((await load())?.status.instance?.id, before?.id)
  })
})
