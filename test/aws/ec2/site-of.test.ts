import assert from 'node:assert/strict'
import { siteOfImage } from '../../../src/aws/ec2/images.ts'
import { siteOfInstance } from '../../../src/aws/ec2/machines.ts'
import { makeEc2Bench, STACK } from './bench.ts'

describe('the site of a machine or image on EC2', () => {
  async function make() {
    const bench = makeEc2Bench()
    const { instances, order, ec2 } = bench
    const plum = await instances.launch(order())
    const quince = await instances.launch(order({ site: { id: 'site-2', name: 'quince' }, token: 'site-2-1' }))
    await instances.describe(plum.id)
    const image = await instances.createImage({ id: plum.id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    return { ...bench, plum, quince, image, deps: { ec2: ec2.client, stack: STACK } }
  }

  it('is the one whose machine it is', async () => {
    const { deps, plum, quince } = await make()
    assert.equal(await siteOfInstance(deps, plum.id), 'plum')
    assert.equal(await siteOfInstance(deps, quince.id), 'quince')
  })

  it('is found by a machine that was terminated just now', async () => {
    const { deps, instances, plum } = await make()
    await instances.terminate(plum.id)
    assert.equal(await siteOfInstance(deps, plum.id), 'plum')
  })

  it('is the one whose image it is', async () => {
    const { deps, image } = await make()
    assert.equal(await siteOfImage(deps, image.id), 'plum')
  })

  it('is none for what is gone, is of another stack, or of no site', async () => {
    const { deps, plum, image } = await make()
    const { ec2 } = deps
    assert.equal(await siteOfInstance(deps, 'i-0fffffffffffffff0'), undefined)
    assert.equal(await siteOfImage(deps, 'ami-0fffffffffffffff0'), undefined)
    assert.equal(await siteOfInstance({ ec2, stack: 'other' }, plum.id), undefined)
    assert.equal(await siteOfImage({ ec2, stack: 'other' }, image.id), undefined)
  })
})
