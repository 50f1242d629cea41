import assert from 'node:assert/strict'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

describe('the image of a site that goes for good', () => {
  it('stays while a machine is there that may be starting from it, and goes after that machine', async () => {
    const life = await createLife({ durations: { bootMs: 5 * MINUTE_MS, terminateMs: MINUTE_MS } })
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    await life.ask((site, asked) => restore.apply(site, asked))
    await life.reconcile()
    assert.deepEqual(life.remains(), { machines: 1, images: 1, routes: 0, grants: 0 })
    const { removeImage } = life.ports.instances
    const machinesAtRemoval: number[] = []
    life.ports.instances.removeImage = async (id) => {
      machinesAtRemoval.push(life.machines().length)
      await removeImage(id)
    }
    await life.ask(deleteWithoutArchive.apply)
    await life.pass(30 * SECOND_MS)
    assert.deepEqual(life.remains(), { machines: 1, images: 1, routes: 0, grants: 0 })
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual(machinesAtRemoval, [0])
    assert.equal(await life.load(), undefined)
  })
})
