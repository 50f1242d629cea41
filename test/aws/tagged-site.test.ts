import assert from 'node:assert/strict'
import { sitesOfImages, sitesOfInstances } from '../../src/aws/tagged-site.ts'
import { makeEc2Bench, STACK } from './ec2/bench.ts'

describe('sites by tag', () => {
  async function make() {
    const bench = makeEc2Bench()
    const { instances, order, ec2 } = bench
    const plum = await instances.launch(order())
    const quince = await instances.launch(order({ site: { id: 'site-2', name: 'quince' }, token: 'site-2-1' }))
    await instances.describe(plum.id)
    const image = await instances.createImage({ id: plum.id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    return { ...bench, plum, quince, image, deps: { ec2: ec2.client, stack: STACK } }
  }

  it('are those whose machines they are, each once', async () => {
    const { deps, instances, order, plum, quince } = await make()
    const another = await instances.launch(order({ token: 'site-1-2', launch: 2 }))
    assert.deepEqual(await sitesOfInstances(deps, [plum.id, another.id, quince.id]), ['plum', 'quince'])
    assert.deepEqual(await sitesOfInstances(deps, [quince.id]), ['quince'])
  })

  it('are found by a machine that was terminated just now', async () => {
    const { deps, instances, plum } = await make()
    await instances.terminate(plum.id)
    assert.deepEqual(await sitesOfInstances(deps, [plum.id]), ['plum'])
  })

  it('are those whose images they are', async () => {
    const { deps, image } = await make()
    assert.deepEqual(await sitesOfImages(deps, [image.id]), ['plum'])
  })

  it('are none for what is gone, is of another stack, or of no site', async () => {
    const { deps, plum, image } = await make()
    const { ec2 } = deps
    assert.deepEqual(await sitesOfInstances(deps, []), [])
    assert.deepEqual(await sitesOfImages(deps, []), [])
    assert.deepEqual(await sitesOfInstances(deps, ['i-0fffffffffffffff0']), [])
    assert.deepEqual(await sitesOfImages(deps, ['ami-0fffffffffffffff0']), [])
    assert.deepEqual(await sitesOfInstances({ ec2, stack: 'other' }, [plum.id]), [])
    assert.deepEqual(await sitesOfImages({ ec2, stack: 'other' }, [image.id]), [])
  })
})
