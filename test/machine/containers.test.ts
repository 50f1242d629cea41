import assert from 'node:assert/strict'
import { createContainerMachines } from '../../src/local/containers/machines.ts'
import { instancesContract } from '../contracts/instances.ts'
import { shellContract } from '../contracts/shell.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { makeMachineFixture } from './machine-fixture.ts'
import { visit } from './visit.ts'

/** Container machines as `npm start` makes them, on podman. */
async function make() {
  const fixture = await makeMachineFixture()
  const directory = await makeTemporaryDirectory()
  const repository = await fixture.repository('website', { 'public/index.html': 'Plums' })
  const options = {
    engine: fixture.engine,
    directory: directory.path,
    serveMachines: fixture.serveGit,
    base: process.env['POKOPOKO_FULL'],
    onProgress: () => {},
    onChange: () => {},
    report: (error: unknown) => assert.fail(String(error)),
  }
  const machines = await createContainerMachines(options)
  const { kind: _, ...job } = await aDocument(repository.cloneUrl)
  return {
    ...machines,
    engine: fixture.engine,
    repository,
    reopen: () => createContainerMachines(options),
    image: 'container',
    size: 'small',
    setUp: { ...job, kind: 'set-up' as const, members: [] },
    missingBranch: 'nowhere',
    push: () => repository.push({ 'public/index.html': 'Ripe plums' }),
    eventually: async (isSo: () => Promise<boolean>) => {
      await eventually(isSo, 'so')
    },
    close: async () => {
      const { machines: all, images } = await machines.instances.list()
      for (const { id } of all) await machines.instances.terminate(id)
      for (const { id } of images) await machines.instances.removeImage(id)
      await machines.close()
      await fixture.close()
      await directory.remove()
    },
  }
}

instancesContract('containers', make)
shellContract('containers', make)

describe('container machines', () => {
  it('keep what is on them in an image, are found again, and tell what was pushed', async () => {
    const bench = await make()
    try {
      const { instances, shell } = bench
      const order = { site: { id: 'site-1', name: 'plum' }, image: 'container', size: 'small' }
      const first = await instances.launch({ ...order, token: 'site-1-1', launch: 1 })
      await eventually(() => shell.reachable(first.id), 'it can be reached')
      const commandId = await shell.start(first.id, bench.setUp)
      await eventually(async () => (await shell.result(first.id, commandId))?.state === 'succeeded', 'it is set up')
      const { address = '' } = (await instances.describe(first.id)) ?? {}
      assert.equal((await visit({ url: `http://${address}` })).text, 'Plums')

      const replace = 'ln -sf /tmp/mine.sock /run/pokopoko-host/code-host.sock'
      const replaced = await bench.engine(['exec', '--user', 'root', first.id, 'bash', '-c', replace])
      assert.notEqual(replaced.code, 0, "root of a machine replaces what others' pushes come from")
      assert.match(replaced.stderr, /Read-only file system/)

      const again = await bench.reopen()
      assert.deepEqual(
        (await again.instances.list()).machines.map(({ id }) => id),
        [first.id],
      )
      await again.close()
      await instances.stop(first.id)
      const { id } = await instances.createImage({ id: first.id, siteId: 'site-1', siteName: 'plum', launch: 1 })
      await eventually(async () => (await instances.describeImage(id))?.state === 'available', 'the image')
      await instances.terminate(first.id)
      const second = await instances.launch({ ...order, image: id, token: 'site-1-2', launch: 2 })
      await eventually(() => shell.reachable(second.id), 'it can be reached')
      const restored = (await instances.describe(second.id))?.address ?? ''
      assert.equal((await visit({ url: `http://${restored}` })).text, 'Plums')

      await instances.removeImage(id)
      assert.equal(await instances.describeImage(id), undefined)
      assert.equal((await visit({ url: `http://${restored}` })).text, 'Plums', 'it runs on without its image')
    } finally {
      await bench.close()
    }
  })
})
