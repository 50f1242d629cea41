import assert from 'node:assert/strict'
import { createMachineReader } from '../../../src/aws/ec2/machine-reader.ts'
import { makeEc2Bench, STACK } from './bench.ts'

describe('machines that are read on EC2', () => {
  async function make(count: number) {
    const { instances, order, ec2, clock, close } = makeEc2Bench()
    const ids: string[] = []
    for (let number = 1; number <= count; number++) {
      const site = { id: `site-${number}`, name: `plum-${number}` }
      ids.push((await instances.launch(order({ site, token: `${site.id}-1` }))).id)
    }
    return { instances, ids, ec2, clock, close, reader: createMachineReader({ ec2: ec2.client, stack: STACK, clock }) }
  }

  it('are asked for together while another call is under way', async () => {
    const { instances, ids, ec2, close } = await make(5)
    const found = await Promise.all(ids.map((id) => instances.describe(id)))
    assert.deepEqual(
      found.map((machine) => [machine?.id, machine?.siteId]),
      ids.map((id, at) => [id, `site-${at + 1}`]),
    )
    assert.deepEqual(ec2.inputs('DescribeInstances'), [{ InstanceIds: [ids[0]] }, { InstanceIds: ids.slice(1) }])
    await close()
  })

  it('are found though others of the same call are not there', async () => {
    const { instances, ids, close } = await make(4)
    const asked = [ids[0], 'i-0fffffffffffffff0', ids[1], ids[2], 'no-id', ids[3]].map((id) => id ?? '')
    const found = await Promise.all(asked.map((id) => instances.describe(id)))
    assert.deepEqual(
      found.map((machine) => machine?.id),
      [ids[0], undefined, ids[1], ids[2], undefined, ids[3]],
    )
    await close()
  })

  it('fail for all that were asked for together, and are read again afterwards', async () => {
    const { instances, ids, ec2, close } = await make(2)
    ec2.failNext('DescribeInstances', 'ConnectionLost')
    const outcomes = await Promise.allSettled([...ids, ...ids].map((id) => instances.describe(id)))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    )
    await close()
  })

  it('are read once for an event, and anew later', async () => {
    const { reader, ids, ec2, clock, close } = await make(2)
    const [id = '', other = ''] = ids
    assert.equal(await reader.siteOf(id), 'plum-1')
    assert.equal((await reader.read(id))?.InstanceId, id)
    assert.equal(ec2.inputs('DescribeInstances').length, 1)
    await reader.read(id)
    assert.equal(await reader.siteOf(id), 'plum-1')
    assert.equal(ec2.inputs('DescribeInstances').length, 2)
    await reader.siteOf(other)
    clock.advance(2000)
    await reader.read(other)
    assert.equal(ec2.inputs('DescribeInstances').length, 4)
    await close()
  })
})

describe('the image of launches on EC2', () => {
  it('is asked for once a minute', async () => {
    const { instances, order, ec2, clock, close } = makeEc2Bench()
    await instances.launch(order())
    await instances.launch(order({ token: 'site-1-2', launch: 2 }))
    assert.equal(ec2.inputs('DescribeImages').length, 1)
    clock.advance(60_000)
    await instances.launch(order({ token: 'site-1-3', launch: 3 }))
    assert.equal(ec2.inputs('DescribeImages').length, 2)
    await close()
  })
})
