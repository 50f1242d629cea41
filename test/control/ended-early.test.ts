import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

/** EC2 takes each launch, and terminates the machine a moment later. */
async function lifeWithoutVolumes() {
  const life = await createLife()
  const { launch, terminate } = life.ports.instances
  life.ports.instances.launch = async (order) => {
    const machine = await launch(order)
    await terminate(machine.id)
    return machine
  }
  return { ...life, mend: () => (life.ports.instances.launch = launch) }
}

describe('a machine that ends before it runs', () => {
  it('is no reason to launch for ever: the site fails, and people are told', async () => {
    const life = await lifeWithoutVolumes()
    await life.pass(10 * HOUR_MS)
    const { status } = await life.site()
    assert.equal(phaseOf(await life.site()), 'failed')
    assert.deepEqual([status.launches, status.failures['launch']?.reason], [7, 'machine-gone'])
    assert.equal(life.messages('failed').length, 1)
  })

  it('is launched anew when somebody asks for that', async () => {
    const life = await lifeWithoutVolumes()
    await life.pass(10 * HOUR_MS)
    life.mend()
    await life.ask(retry.apply)
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.failures], ['ready', {}])
  })

  it('is forgotten when the next one runs', async () => {
    const life = await lifeWithoutVolumes()
    await life.pass(5 * MINUTE_MS)
    life.mend()
    await life.settle()
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.failures], ['ready', {}])
  })

  it('keeps no site that is to go', async () => {
    const life = await lifeWithoutVolumes()
    await life.pass(10 * HOUR_MS)
    await life.ask(deleteWithoutArchive.apply)
    await life.settle()
    assert.equal(await life.load(), undefined)
  })

  it('is no reason to start it for ever', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    const { start, stop } = life.ports.instances
    let starts = 0
    life.ports.instances.start = async (id) => {
      starts += 1
      await start(id)
      await stop(id)
    }
    await life.ask(wake.apply)
    await life.pass(10 * HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), starts], ['failed', 7])
  })
})
