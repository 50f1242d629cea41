import assert from 'node:assert/strict'
import sinon from 'sinon'
import { createImageCatalogue } from '../../src/aws/image-catalogue.ts'
import { tagsOf } from '../../src/aws/tags.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { makeShellBench } from './ssm/bench.ts'

const sizes = [{ id: 't3.micro', label: 'Small' }]
const NOBLE = '/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id'
const TRIXIE = '/aws/service/debian/release/13/latest/amd64'

const tag = (label: string) => ({ Key: 'testsite:image', Value: label })

function make(architecture: 'x86_64' | 'arm64' = 'x86_64') {
  const { clock, ec2, ssm } = makeShellBench()
  ssm.parameters.set(NOBLE, 'ami-noble').set(TRIXIE, 'ami-trixie')
  const stack = 'sites'
  const catalogue = createImageCatalogue({ ec2: ec2.client, ssm: ssm.client, clock, stack, sizes, architecture })
  const offer = (label: string, id: string, changes: Parameters<typeof ec2.addImage>[0] = {}) =>
    ec2.addImage({ id, tags: [tag(label)], ...changes })
  const labels = async () => (await catalogue()).images.map(({ label, id }) => `${label}: ${id}`)
  return { clock, ec2, ssm, catalogue, offer, labels }
}

const PLAIN = ['Debian 13: ami-trixie', 'Ubuntu 24.04: ami-noble']

describe('createImageCatalogue', () => {
  it('offers plain images of distributions that this region has, and the sizes', async () => {
    const { catalogue, labels } = make()
    assert.deepEqual(await labels(), PLAIN)
    const { sizes: offered, offersSpot } = await catalogue()
    assert.deepEqual({ offered, offersSpot }, { offered: sizes, offersSpot: true })
  })

  it('offers images that are tagged, our own and shared, before the plain ones', async () => {
    const { offer, labels } = make()
    offer('WordPress', 'ami-1')
    offer('Laravel', 'ami-2', { shared: true })
    offer('Rails', 'ami-3')
    assert.deepEqual(await labels(), ['Laravel: ami-2', 'Rails: ami-3', 'WordPress: ami-1', ...PLAIN])
  })

  it('offers the newest image of a label that is there for the architecture', async () => {
    const { offer, labels } = make()
    offer('Rails', 'ami-1', { createdAt: '2026-10-01T00:00:00.000Z' })
    offer('Rails', 'ami-2', { createdAt: '2026-10-02T00:00:00.000Z' })
    offer('Rails', 'ami-3', { createdAt: '2026-10-03T00:00:00.000Z', architecture: 'arm64' })
    offer('Rails', 'ami-4', { createdAt: '2026-10-04T00:00:00.000Z', state: 'failed' })
    offer(' ', 'ami-5')
    assert.deepEqual(await labels(), ['Rails: ami-2', ...PLAIN])
  })

  it('offers what this stack has baked first, and what another has not at all', async () => {
    const { ec2, offer, labels } = make()
    const baked = (stack: string, label: string, id: string) =>
      ec2.addImage({ id, tags: [...tagsOf(stack, { siteId: 'image', siteName: 'image', launch: 1 }), tag(label)] })
    offer('Laravel', 'ami-1')
    baked('sites', 'Web', 'ami-2')
    baked('other', 'Theirs', 'ami-3')
    baked('other', 'Agency', 'ami-4')
    assert.deepEqual(await labels(), ['Web: ami-2', 'Laravel: ami-1', ...PLAIN])
  })

  it('asks for images of its architecture', async () => {
    const { ssm, labels } = make('arm64')
    ssm.parameters.set(TRIXIE.replace('amd64', 'arm64'), 'ami-arm')
    assert.deepEqual(await labels(), ['Debian 13: ami-arm'])
  })

  it('asks again after five minutes, not before', async () => {
    const { clock, offer, labels } = make()
    await labels()
    offer('Rails', 'ami-1')
    clock.advance(5 * MINUTE_MS - 1)
    assert.deepEqual(await labels(), PLAIN)
    clock.advance(1)
    assert.deepEqual(await labels(), ['Rails: ami-1', ...PLAIN])
  })

  it('gives what it had when it can learn nothing new', async () => {
    const { clock, ec2, offer, labels } = make()
    offer('Rails', 'ami-1')
    await labels()
    clock.advance(5 * MINUTE_MS)
    ec2.failNext('DescribeImages', 'UnauthorizedOperation')
    assert.deepEqual(await labels(), ['Rails: ami-1', ...PLAIN])
  })

  it('gives half of it when it never had the other', async () => {
    const { ec2, offer, labels } = make()
    offer('Rails', 'ami-1')
    ec2.failNext('DescribeImages', 'UnauthorizedOperation')
    assert.deepEqual(await labels(), PLAIN)
    assert.deepEqual(await labels(), ['Rails: ami-1', ...PLAIN])
  })

  it('fails when it has nothing at all', async () => {
    const { ec2, ssm, catalogue } = make()
    ec2.failNext('DescribeImages', 'UnauthorizedOperation')
    ssm.failNext('GetParameters', 'AccessDeniedException')
    await rejectsForNow(catalogue())
  })

  describe('when it is asked slowly', () => {
    let time: sinon.SinonFakeTimers
    beforeEach(() => {
      time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    })
    afterEach(() => time.restore())

    it('waits for a second, and has the rest the next time', async () => {
      const { ssm, offer, labels } = make()
      offer('Rails', 'ami-1')
      let release = (_: object) => {}
      ssm.delayNext('GetParameters', new Promise((resolve) => (release = resolve)))
      const asked = labels()
      await time.tickAsync(SECOND_MS)
      assert.deepEqual(await asked, ['Rails: ami-1'])
      release({})
      await time.tickAsync(0)
      const calls = ssm.inputs('GetParameters').length
      assert.deepEqual(await labels(), ['Rails: ami-1', ...PLAIN])
      assert.equal(ssm.inputs('GetParameters').length, calls)
    })
  })
})
