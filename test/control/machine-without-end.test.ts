import assert from 'node:assert/strict'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { FOR_EVER, goesForGood, lifeThatIsUp, told, wrong } from '../support/stuck-life.ts'

describe('a machine that never stops', () => {
  it('is forced to after ten minutes', async () => {
    const life = await lifeThatIsUp({ durations: { stopMs: FOR_EVER, forcedStopMs: MINUTE_MS } })
    await life.ask(sleep.apply)
    await life.pass(9 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'goingToSleep')
    await life.pass(3 * MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), told(life)], ['asleep', 0])
  })

  it('is told when that does not help either, once', async () => {
    const life = await lifeThatIsUp({ durations: { stopMs: FOR_EVER } })
    await life.ask(sleep.apply)
    await life.pass(29 * MINUTE_MS)
    assert.equal(told(life), 0)
    await life.pass(3 * DAY_MS)
    assert.deepEqual([phaseOf(await life.site()), await wrong(life), told(life)], ['failed', 'machine-not-stopping', 1])
    await goesForGood(life)
  })

  for (const [request, way] of [
    [sleep, wake],
    [deleteSite, restore],
  ] as const) {
    it(`is forced again by ${way.name}, and the site is back once it stops`, async () => {
      const life = await lifeThatIsUp({ durations: { stopMs: 2 * HOUR_MS } })
      await life.ask(request.apply)
      await life.pass(HOUR_MS)
      assert.equal(phaseOf(await life.site()), 'failed')
      const { stop } = life.ports.instances
      const forced: unknown[] = []
      life.ports.instances.stop = (id, options) => {
        forced.push(options?.isForced)
        return stop(id, options)
      }
      await life.ask(way.apply)
      await life.pass(MINUTE_MS)
      assert.deepEqual([phaseOf(await life.site()), forced], ['waking', [true]])
      await life.pass(3 * HOUR_MS)
      assert.equal(phaseOf(await life.site()), 'ready')
    })
  }

  it('goes on by itself when it stops late', async () => {
    const life = await lifeThatIsUp({ durations: { stopMs: 2 * HOUR_MS } })
    await life.ask(deleteSite.apply)
    await life.pass(HOUR_MS)
    assert.equal(phaseOf(await life.site()), 'failed')
    await life.pass(2 * HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.failures], ['archived', {}])
  })
})

describe('a machine that never starts', () => {
  it('is replaced by a retry when nothing is on it', async () => {
    const life = await createLife({ durations: { bootMs: FOR_EVER } })
    await life.pass(HOUR_MS)
    assert.deepEqual([await wrong(life), told(life)], ['machine-not-starting', 1])
    await life.ask(retry.apply)
    await life.pass(MINUTE_MS)
    assert.deepEqual(
      life.machines().map(({ launch, state }) => ({ launch, state })),
      [{ launch: 2, state: 'pending' }],
    )
    assert.equal(phaseOf(await life.site()), 'launching')
    await life.pass(HOUR_MS)
    assert.equal(told(life), 2)
  })

  it('is kept when it holds a site, and waited for again', async () => {
    const life = await lifeThatIsUp()
    await life.ask(sleep.apply)
    await life.settle()
    const { describe: look } = life.ports.instances
    life.ports.instances.describe = async (id) => {
      const machine = await look(id)
      return machine && { ...machine, state: 'pending' }
    }
    await life.ask(wake.apply)
    await life.pass(HOUR_MS)
    assert.deepEqual([await wrong(life), told(life)], ['machine-not-starting', 1])
    await life.ask(retry.apply)
    await life.pass(10 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'waking')
    life.ports.instances.describe = look
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.launches], ['ready', 1])
  })

  it('goes on by itself when it starts late', async () => {
    const life = await createLife({ durations: { bootMs: HOUR_MS } })
    await life.pass(30 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'failed')
    await life.pass(HOUR_MS)
    assert.deepEqual([phaseOf(await life.site()), (await life.site()).status.failures], ['ready', {}])
  })

  it('is replaced by a retry when it runs but takes no commands', async () => {
    const life = await createLife({ durations: { agentMs: FOR_EVER } })
    await life.pass(HOUR_MS)
    assert.equal(await wrong(life), 'machine-not-answering')
    await life.ask(retry.apply)
    await life.pass(MINUTE_MS)
    assert.deepEqual(
      life.machines().map(({ launch }) => launch),
      [2],
    )
  })
})

describe('a machine that never ends', () => {
  it('is told after an hour, and a site that is to go does so after a day', async () => {
    const life = await lifeThatIsUp({ durations: { terminateMs: FOR_EVER } })
    await life.ask(deleteWithoutArchive.apply)
    await life.pass(2 * HOUR_MS)
    assert.deepEqual([await wrong(life), told(life)], ['machine-not-terminating', 1])
    await life.pass(DAY_MS)
    assert.deepEqual([await life.load(), told(life)], [undefined, 1])
  })

  it('keeps no site from being archived, or from coming back by a retry', async () => {
    const life = await lifeThatIsUp({ durations: { terminateMs: FOR_EVER } })
    await life.ask(deleteSite.apply)
    await life.pass(2 * HOUR_MS)
    await life.ask(restore.apply)
    await life.pass(5 * MINUTE_MS)
    assert.equal(phaseOf(await life.site()), 'ready')
    await life.ask(deleteSite.apply)
    await life.pass(2 * DAY_MS)
    assert.equal(phaseOf(await life.site()), 'archived')
  })
})

it('a machine that somebody terminates while it stops for the archive is told of on the card', async () => {
  const life = await lifeThatIsUp({ durations: { stopMs: 5 * MINUTE_MS, terminateMs: MINUTE_MS } })
  await life.ask(deleteSite.apply)
  await life.pass(MINUTE_MS)
  const { id } = (await life.site()).status.instance ?? assert.fail()
  await life.ports.instances.terminate(id)
  const { updateCard } = life.ports.chat
  const shown: unknown[] = []
  life.ports.chat.updateCard = (site, message) => {
    shown.push(site.history[0]?.action)
    return updateCard(site, message)
  }
  await life.pass(HOUR_MS)
  assert.equal(await life.load(), undefined)
  assert.equal(shown.at(-1), 'lose')
})
