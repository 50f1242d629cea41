import assert from 'node:assert/strict'
import { makeEc2Bench } from './bench.ts'

describe('spot machines on EC2', () => {
  it('can be stopped and started', async () => {
    const { instances, order, eventually } = makeEc2Bench()
    const { id } = await instances.launch(order({ spot: true }))
    await eventually(async () => (await instances.describe(id))?.state === 'running')
    await instances.stop(id)
    await eventually(async () => (await instances.describe(id))?.state === 'stopped')
    await instances.start(id)
    await eventually(async () => (await instances.describe(id))?.state === 'running')
  })

  it('are not launched again when they are terminated', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    const { id } = await instances.launch(order({ spot: true }))
    await instances.terminate(id)
    assert.deepEqual([...ec2.instances.keys()], [id])
    assert.deepEqual(
      [...ec2.spotRequests.values()].map(({ state }) => state),
      ['cancelled'],
    )
  })

  it('are listed when they came back behind our back, and can be terminated by what is listed', async () => {
    const { ec2, instances, order, clock } = makeEc2Bench()
    const { id } = await instances.launch(order({ spot: true }))
    assert.equal((await instances.list()).machines.length, 1)
    await ec2.answer('TerminateInstancesCommand', { InstanceIds: [id] })
    clock.advance(1000)
    const { machines } = await instances.list()
    const orphan = machines.find((machine) => machine.id.startsWith('sir-'))
    assert.deepEqual({ ...orphan, id: '' }, { id: '', siteId: 'site-1', launch: 1, state: 'pending' })
    await instances.terminate(orphan?.id ?? '')
    clock.advance(1000)
    assert.deepEqual((await instances.list()).machines, [])
    assert.ok([...ec2.instances.values()].every(({ state }) => state === 'shutting-down' || state === 'terminated'))
  })

  it('are asked for only when they should be', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    await instances.launch(order({ spot: false }))
    assert.equal(ec2.spotRequests.size, 0)
  })
})
