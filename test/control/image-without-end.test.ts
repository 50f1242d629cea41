import assert from 'node:assert/strict'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { FOR_EVER, goesForGood, lifeThatIsUp, told, wrong } from '../support/stuck-life.ts'

describe('an image that is never finished', () => {
  async function lifeWithSlowImage(imageMs = FOR_EVER) {
    const life = await lifeThatIsUp({ durations: { imageMs } })
    await life.ask(deleteSite.apply)
    return life
  }

  it('is told after six hours, once', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(5 * HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), told(life)], ['archiving', 0])
    await life.pass(20 * DAY_MS)
    assert.deepEqual([phaseOf(await life.site()), await wrong(life), told(life)], ['failed', 'image-too-slow', 1])
  })

  it('is waited for with fewer and fewer questions', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(7 * HOUR_MS)
    const { describeImage } = life.ports.instances
    let questions = 0
    life.ports.instances.describeImage = (id) => {
      questions += 1
      return describeImage(id)
    }
    await life.pass(DAY_MS)
    assert.ok(questions <= 100, `${questions} questions a day`)
  })

  it('archives the site when it is finished late', async () => {
    const life = await lifeWithSlowImage(9 * HOUR_MS)
    await life.pass(8 * HOUR_MS)
    assert.equal(phaseOf(await life.site()), 'failed')
    await life.pass(2 * HOUR_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
    assert.deepEqual(life.remains(), { machines: 0, images: 1, routes: 0, grants: 0 })
  })

  it('lets the site be restored, from the machine, and archived anew', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(7 * HOUR_MS)
    await life.ask(restore.apply)
    await life.pass(5 * MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), life.machines().length, life.remains().images], ['ready', 1, 0])
    await life.ask(deleteSite.apply)
    await life.pass(5 * MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), life.remains().images], ['archiving', 1])
  })

  it('keeps nobody waiting who asked for a restore before', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(HOUR_MS)
    await life.ask(restore.apply)
    await life.pass(6 * HOUR_MS)
    assert.equal(phaseOf(await life.site()), 'ready')
  })

  it('is waited for again when somebody asks for a retry, and told again', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(7 * HOUR_MS)
    await life.ask(retry.apply)
    await life.pass(HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), told(life)], ['archiving', 1])
    await life.pass(6 * HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), told(life)], ['failed', 2])
  })

  it('lets the site be deleted for good', async () => {
    const life = await lifeWithSlowImage()
    await life.pass(7 * HOUR_MS)
    await goesForGood(life)
  })
})

it('an image that fails each time is told, and the site can be restored', async () => {
  const life = await lifeThatIsUp()
  const { describeImage, createImage } = life.ports.instances
  life.ports.instances.createImage = async (machine) => ({ ...(await createImage(machine)), state: 'pending' })
  life.ports.instances.describeImage = async (id) => {
    const image = await describeImage(id)
    return image && { ...image, state: 'failed' }
  }
  await life.ask(deleteSite.apply)
  await life.pass(2 * HOUR_MS)
  assert.deepEqual([phaseOf(await life.site()), await wrong(life), told(life)], ['failed', 'image-failed', 1])
  await life.ask(restore.apply)
  await life.pass(5 * MINUTE_MS)
  assert.equal(phaseOf(await life.site()), 'ready')
})

it('a restore of an archive that is not finished waits for it, although its machine is gone', async () => {
  const life = await lifeThatIsUp({ durations: { imageMs: HOUR_MS } })
  await life.ask(deleteSite.apply)
  await life.pass(MINUTE_MS)
  const imageId = (await life.site()).status.archive?.imageId
  const { describe: look } = life.ports.instances
  await life.ask(restore.apply)
  life.ports.instances.describe = async (id) => (id === 'machine-1' ? undefined : look(id))
  await life.pass(30 * MINUTE_MS)
  assert.deepEqual([(await life.site()).status.failures, life.machines().length], [{}, 1])
  await life.pass(HOUR_MS)
  assert.deepEqual([phaseOf(await life.site()), life.machines().at(-1)?.image], ['ready', imageId])
})
