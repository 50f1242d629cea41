import assert from 'node:assert/strict'
import { siteOfImage } from '../../../src/aws/ec2/images.ts'
import { createMachineReader } from '../../../src/aws/ec2/machine-reader.ts'
import { makeEc2Bench, STACK } from './bench.ts'

describe('the site of a machine or image on EC2', () => {
  async function make() {
    const bench = makeEc2Bench()
    const { instances, order, ec2 } = bench
    const plum = await instances.launch(order())
    const quince = await instances.launch(order({ site: { id: 'site-2', name: 'quince' }, token: 'site-2-1' }))
    await instances.describe(plum.id)
    const image = await instances.createImage({ id: plum.id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    return { ...bench, plum, quince, image, deps: { ec2: ec2.client, stack: STACK, clock: bench.clock } }
  }

  it('is the one whose machine it is', async () => {
    const { deps, plum, quince } = await make()
    assert.equal(await createMachineReader(deps).siteOf(plum.id), 'plum')
    assert.equal(await createMachineReader(deps).siteOf(quince.id), 'quince')
  })

  it('is found by a machine that was terminated just now', async () => {
    const { deps, instances, plum } = await make()
    await instances.terminate(plum.id)
    assert.equal(await createMachineReader(deps).siteOf(plum.id), 'plum')
  })

  it('is the one whose image it is', async () => {
    const { deps, image } = await make()
    assert.equal(await siteOfImage(deps, image.id), 'plum')
  })

  it('is none for what is gone, is of another stack, or of no site', async () => {
    const { deps, plum, image } = await make()
    const other = { ...deps, stack: 'other' }
    assert.equal(await createMachineReader(deps).siteOf('i-0fffffffffffffff0'), undefined)
    assert.equal(await siteOfImage(deps, 'ami-0fffffffffffffff0'), undefined)
    assert.equal(await createMachineReader(other).siteOf(plum.id), undefined)
    assert.equal(await siteOfImage(other, image.id), undefined)
  })
})
