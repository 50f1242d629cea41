import assert from 'node:assert/strict'
import { imageName } from '../../../src/aws/ec2/images.ts'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { rejectsForNow } from '../../support/rejects.ts'
import { makeEc2Bench } from './bench.ts'

const source = { siteId: 'site-1', siteName: 'plum', launch: 1 }

async function withImage(durations?: Parameters<typeof makeEc2Bench>[0]) {
  const bench = makeEc2Bench(durations)
  const { instances, order, eventually } = bench
  const { id } = await instances.launch(order())
  await eventually(async () => (await instances.describe(id))?.state === 'running')
  await instances.stop(id)
  await eventually(async () => (await instances.describe(id))?.state === 'stopped')
  const image = await instances.createImage({ id, ...source })
  return { ...bench, id, image }
}

describe('images on EC2', () => {
  it('are named for their launch and tagged with it, and so are their snapshots', async () => {
    const { ec2 } = await withImage()
    const [input] = ec2.inputs('CreateImage')
    const { Name, TagSpecifications } = { Name: '', TagSpecifications: [], ...input }
    assert.equal(Name, 'sites site-1 1')
    assert.deepEqual(
      TagSpecifications.map(({ ResourceType }) => ResourceType),
      ['image', 'snapshot'],
    )
  })

  it('leave no snapshot behind', async () => {
    const { ec2, instances, image } = await withImage()
    await instances.describeImage(image.id)
    await instances.removeImage(image.id)
    assert.equal(ec2.snapshots.size, 0)
  })

  it('leave no snapshot behind when they are removed before they are done', async () => {
    const { ec2, instances, image } = await withImage({ imageMs: 60_000 })
    await instances.removeImage(image.id)
    assert.equal(ec2.snapshots.size, 0)
  })

  for (const command of ['DeregisterImage', 'DescribeSnapshots', 'DeleteSnapshot']) {
    for (const when of ['before', 'after'] as const) {
      it(`are removed by the next call when one is cut off ${when} ${command}`, async () => {
        const { ec2, instances, image } = await withImage()
        ec2.failNext(command, 'ConnectionLost', when)
        await rejectsForNow(instances.removeImage(image.id))
        await instances.removeImage(image.id)
        assert.equal(ec2.images.has(image.id), false)
        assert.equal(ec2.snapshots.size, 0)
      })
    }
  }

  it('are listed as long as there are snapshots of them, and removed by what is listed', async () => {
    const { ec2, instances, image } = await withImage()
    ec2.failNext('DeleteSnapshot', 'ConnectionLost')
    await rejectsForNow(instances.removeImage(image.id))
    const left = { siteId: 'site-1', launch: 1, state: 'failed' }
    assert.deepEqual((await instances.list()).images, [{ id: image.id, ...left }])
    // Somebody has deregistered another by hand.
    const [snapshot] = [...ec2.snapshots.values()]
    const tags = snapshot?.tags.filter(({ Key }) => Key !== 'pokopoko:image') ?? []
    ec2.snapshots.set('snap-0123456789abcdef0', { id: 'snap-0123456789abcdef0', tags })
    for (const { id } of (await instances.list()).images) await instances.removeImage(id)
    assert.equal(ec2.snapshots.size, 0)
    assert.deepEqual((await instances.list()).images, [])
  })

  it('are listed once while they are being made', async () => {
    const { instances, image } = await withImage({ imageMs: 60_000 })
    assert.deepEqual((await instances.list()).images, [image])
  })

  it('that failed say so', async () => {
    const { ec2, instances, image } = await withImage({ imageMs: 60_000 })
    const made = ec2.images.get(image.id)
    assert.ok(made)
    made.state = 'failed'
    assert.equal((await instances.describeImage(image.id))?.state, 'failed')
  })

  it('are not made of a machine that is stopping, for now', async () => {
    const { instances, order, eventually } = makeEc2Bench({ stopMs: 15_000 })
    const { id } = await instances.launch(order())
    await eventually(async () => (await instances.describe(id))?.state === 'running')
    await instances.stop(id)
    await rejectsForNow(instances.createImage({ id, ...source }))
  })
})

describe('machines and images on EC2', () => {
  it('are listed to the last, and only those of the stack', async () => {
    const { instances, settings, order } = makeEc2Bench()
    const other = createEc2Instances({ ...settings, stack: 'other' })
    for (const launch of [1, 2, 3, 4, 5]) {
      const { id } = await instances.launch(order({ token: `site-1-${launch}`, launch }))
      await instances.describe(id)
      await instances.createImage({ id, ...source, launch })
      await other.launch(order({ token: `site-2-${launch}`, launch }))
    }
    const { machines, images } = await instances.list()
    assert.deepEqual(
      machines.map(({ launch }) => launch),
      [1, 2, 3, 4, 5],
    )
    assert.deepEqual(
      images.map(({ launch }) => launch),
      [1, 2, 3, 4, 5],
    )
    assert.equal((await other.list()).images.length, 0)
  })

  it('of other stacks are none of ours', async () => {
    const { instances, settings, order } = makeEc2Bench()
    const { id } = await createEc2Instances({ ...settings, stack: 'other' }).launch(order())
    assert.equal(await instances.describe(id), undefined)
  })
})

describe('imageName', () => {
  it('keeps to what EC2 allows, and to one name a launch', () => {
    const long = { siteId: 'x'.repeat(100), launch: 1 }
    const names = [
      imageName('sites', { siteId: 'site-1', launch: 1 }),
      imageName('sites', { siteId: 'site-1', launch: 11 }),
      imageName('s'.repeat(255), long),
      imageName('s'.repeat(255), { ...long, launch: 2 }),
      imageName('ずっと', long),
    ]
    assert.equal(new Set(names).size, names.length)
    for (const name of names) assert.match(name, /^[A-Za-z0-9()[\] ./'@_-]{3,128}$/)
  })
})
