import assert from 'node:assert/strict'
import { createImageCatalogue, debianImage } from '../../src/aws/image-catalogue.ts'
import { createLeases } from '../../src/aws/leases.ts'
import { type BakeDeps, createBaker, followBake } from '../../src/control/images/bake.ts'
import { HOUR_MS, SECOND_MS } from '../../src/site/time.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { slow, STACK } from './ec2/bench.ts'
import { makeShellBench } from './ssm/bench.ts'

const TRIXIE = '/aws/service/debian/release/13/latest/amd64'

/** The ports as the function has them, on fakes of EC2, SSM, S3, and a table. */
async function makeBench() {
  const bench = makeShellBench({ agentMs: 10 * SECOND_MS, jobMs: 240 * SECOND_MS, listLagMs: SECOND_MS }, slow)
  const { clock, ec2, ssm, instances, shell, image } = bench
  ssm.parameters.set(TRIXIE, image)
  const table = await openTemporaryTable()
  const deps: BakeDeps = {
    instances,
    shell,
    store: createLeases(table),
    clock,
    base: () => debianImage(ssm.client, 'x86_64'),
    size: 't3.micro',
  }
  const wait = async (ms: number) => clock.advance(ms)
  const patience = () => ({ clock, wait, until: clock.now() + 2 * HOUR_MS, everyMs: 5 * SECOND_MS })
  const bake = (holder: string) => followBake(createBaker(deps), 'Agency', { holder }, patience())
  const sizes = [{ id: 't3.micro', label: 'Small' }]
  const catalogue = createImageCatalogue({
    ec2: ec2.client,
    ssm: ssm.client,
    clock,
    stack: STACK,
    sizes,
    architecture: 'x86_64',
  })
  const close = async () => {
    await bench.close()
    await table.close()
  }
  return { ...bench, bake, catalogue, close }
}

describe('a bake on AWS', () => {
  it('makes an image of Debian that the form offers first, and leaves no machine', async () => {
    const bench = await makeBench()
    const { ec2, bake, catalogue, close } = bench
    ec2.addImage({ id: 'ami-by-hand', tags: [{ Key: 'testsite:image', Value: 'A first one' }] })
    const progress = await bake('one')
    assert.equal(progress.state, 'done', JSON.stringify(progress))
    const { images } = await catalogue()
    assert.deepEqual(images.slice(0, 3), [
      { id: progress.imageId, label: 'Agency' },
      { id: 'ami-by-hand', label: 'A first one' },
      { id: bench.image, label: 'Debian 13' },
    ])
    const [input = {}] = ec2.inputs('RunInstances')
    const { ImageId, ClientToken } = { ImageId: '', ClientToken: '', ...input }
    assert.equal(ImageId, bench.image)
    assert.match(ClientToken, /^image-[0-9a-f]{16}-\d{10}$/)
    assert.deepEqual(
      [...ec2.instances.values()].map(({ state }) => state),
      ['shutting-down'],
    )
    await close()
  })

  for (const [command, when] of [
    ['RunInstances', 'after'],
    ['CreateImage', 'after'],
    ['CreateTags', 'before'],
    ['CreateTags', 'after'],
    ['TerminateInstances', 'before'],
  ] as const) {
    it(`makes one image where a connection is lost ${when} ${command}`, async () => {
      const { ec2, bake, close } = await makeBench()
      ec2.failNext(command, 'ConnectionLost', when)
      assert.equal((await bake('one')).state, 'done')
      const made = [...ec2.images.values()].filter(({ tags }) => tags.length > 0)
      assert.equal(made.length, 1)
      assert.equal(ec2.snapshots.size, 1)
      await close()
    })
  }

  it('says so where this region has no Debian', async () => {
    const { ssm, bake, close } = await makeBench()
    ssm.parameters.delete(TRIXIE)
    const progress = await bake('one')
    assert.deepEqual(progress, { state: 'failed', reason: 'base-missing', stage: 'launching' })
    await close()
  })
})
