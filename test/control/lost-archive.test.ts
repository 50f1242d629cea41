import assert from 'node:assert/strict'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'
import { goesForGood, lifeThatIsUp, possible, told, wrong } from '../support/stuck-life.ts'

describe('an archive that somebody removed', () => {
  async function lifeWithoutArchive() {
    const life = await lifeThatIsUp()
    await life.ask(deleteSite.apply)
    await life.settle()
    const imageId = (await life.site()).status.archive?.imageId ?? ''
    await life.ports.instances.removeImage(imageId)
    const sweep = createSweep(life.ports, createFakeReconciler(life.ports, life.policy, life.log))
    return { ...life, sweep, imageId }
  }

  it('is told after the next sweep, and nothing but deleting is left', async () => {
    const life = await lifeWithoutArchive()
    await life.sweep()
    await life.pass(DAY_MS)
    await life.sweep()
    assert.deepEqual([phaseOf(await life.site()), await wrong(life), told(life)], ['failed', 'archive-missing', 1])
    assert.deepEqual(await possible(life), ['delete-without-archive'])
    await assert.rejects(life.ask(restore.apply), { code: 'archive-lost' })
    assert.equal(life.messages('archived').length, 1)
    await goesForGood(life)
    assert.equal(told(life), 1)
  })

  it('goes by itself when its time is up, without a notice that it could still be restored', async () => {
    const life = await lifeWithoutArchive()
    await life.sweep()
    await life.pass((life.policy.archiveDays + 2) * DAY_MS)
    assert.equal(await life.load(), undefined)
    assert.deepEqual(life.messages('purgeTomorrow'), [])
  })

  it('is also noticed by a restore, after which the site can only be deleted', async () => {
    const life = await lifeWithoutArchive()
    await life.ask(restore.apply)
    await life.pass(HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), await wrong(life), told(life)], ['failed', 'archive-missing', 1])
    assert.deepEqual(await possible(life), ['delete', 'delete-without-archive'])
    await life.ask(deleteSite.apply)
    await life.pass(HOUR_MS)
    assert.equal(await life.load(), undefined)
    assert.equal(life.messages('archived').length, 1)
  })

  it('counts again when it is brought back', async () => {
    const life = await lifeWithoutArchive()
    await life.sweep()
    const { describeImage, list } = life.ports.instances
    const back = { id: life.imageId, siteId: (await life.site()).id, launch: 1, state: 'available' as const }
    life.ports.instances.describeImage = async (id) => (id === life.imageId ? back : describeImage(id))
    life.ports.instances.list = async () => ({ ...(await list()), images: [back] })
    await life.sweep()
    assert.equal(phaseOf(await life.site()), 'archived')
    assert.ok((await possible(life)).includes('restore'))
    assert.equal(life.messages('archived').length, 1)
  })

  it('is not taken for lost while nobody can tell', async () => {
    const life = await lifeWithoutArchive()
    life.ports.instances.describeImage = () => Promise.reject(new Error('out of order'))
    await life.sweep()
    await life.pass(DAY_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
  })

  it('is made anew while the machine is still there', async () => {
    const life = await lifeThatIsUp({ durations: { imageMs: MINUTE_MS } })
    const { terminate } = life.ports.instances
    life.ports.instances.terminate = () => Promise.reject(new Error('out of order'))
    await life.ask(deleteSite.apply)
    await life.pass(2 * MINUTE_MS)
    const before = (await life.site()).status.archive?.imageId ?? ''
    await life.ports.instances.removeImage(before)
    await life.pass(5 * MINUTE_MS)
    life.ports.instances.terminate = terminate
    await life.pass(HOUR_MS)
    const { archive, instance } = (await life.site()).status
    assert.deepEqual([phaseOf(await life.site()), archive?.imageId !== before, instance], ['archived', true, undefined])
  })
})
