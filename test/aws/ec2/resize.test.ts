import assert from 'node:assert/strict'
import { rejectsForNow, rejectsWithReason } from '../../support/rejects.ts'
import { makeEc2Bench } from './bench.ts'

describe('another size on EC2', () => {
  const aMachine = async () => {
    const bench = makeEc2Bench()
    const { instances, order } = bench
    const { id } = await instances.launch(order())
    await bench.eventually(async () => (await instances.describe(id))?.state === 'running')
    const stop = async () => {
      await instances.stop(id)
      await bench.eventually(async () => (await instances.describe(id))?.state === 'stopped')
    }
    return { ...bench, id, stop }
  }

  it('is the type of a stopped machine, and its only attribute that changes', async () => {
    const { instances, ec2, id, stop } = await aMachine()
    await stop()
    await instances.resize(id, 't3.large')
    assert.equal(ec2.instances.get(id)?.type, 't3.large')
    assert.deepEqual(ec2.inputs('ModifyInstanceAttribute'), [{ InstanceId: id, InstanceType: { Value: 't3.large' } }])
  })

  it('is refused for good by a machine of another architecture, and where there is no such type', async () => {
    const { instances, ec2, id, stop } = await aMachine()
    await stop()
    for (const size of ['t4g.large', 'enormous']) await rejectsWithReason(instances.resize(id, size), 'size-unfit')
    assert.equal(ec2.instances.get(id)?.type, 't3.micro')
  })

  it('is tried again while the machine has not stopped', async () => {
    const { instances, id } = await aMachine()
    await rejectsForNow(instances.resize(id, 't3.large'))
  })
})
