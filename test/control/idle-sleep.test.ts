import assert from 'node:assert/strict'
import type { Ports } from '../../src/control/ports.ts'
import { createFollowPush } from '../../src/control/pushes/follow-push.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { keepAwake } from '../../src/site/operations/keep-awake.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

async function anIdleLife(options: Parameters<typeof createLife>[0] = {}) {
  const life = await createLife({ policy: { idleHours: 2 }, ...options })
  await life.settle()
  return {
    ...life,
    phase: async () => phaseOf(await life.site()),
    /** Somebody visits the site now. */
    visit: async () => {
      const [machine = assert.fail('no machine')] = life.machines()
      machine.disk.usedAt = life.clock.now()
    },
  }
}

const NEXT = 'b'.repeat(40)
const followPush = ({ ports }: { ports: Ports }) =>
  createFollowPush({ ...ports, knownForMs: 0 })({ repository: 'orchard/plum', branch: 'main', commit: NEXT })

describe('a site that nobody uses', () => {
  it('goes to sleep after its idle time, by itself, and is asked once before', async () => {
    const life = await anIdleLife()
    await life.pass(HOUR_MS)
    assert.equal(await life.phase(), 'ready')
    await life.pass(2 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
    assert.equal(life.jobs('last-use').length, 1)
    const { history, spec } = await life.site()
    assert.deepEqual(
      history.map(({ action }) => action),
      ['create'],
    )
    assert.ok(spec.idleSince !== undefined)
    assert.deepEqual(
      life.notified().filter((kind) => kind !== 'card'),
      ['ready'],
    )
  })

  it('stays up as long as it is used, with a question for each time that it may have slept', async () => {
    const life = await anIdleLife()
    for (let hour = 0; hour < 24; hour++) {
      await life.pass(HOUR_MS)
      await life.visit()
      assert.equal(await life.phase(), 'ready')
    }
    assert.ok(life.jobs('last-use').length <= 24, `${life.jobs('last-use').length} questions`)
    await life.pass(3 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
  })

  it('goes to sleep soon on a holiday, and outside office hours, unless it is kept awake', async () => {
    const holidays = ['2026-11-03']
    const life = await anIdleLife({ policy: { idleHours: 2, officeHours: { from: 9, to: 20 }, holidays } })
    const wokenAt = async (time: string) => {
      await life.pass(Date.parse(time) - life.clock.now())
      await life.ask(wake.apply)
      await life.settle()
      await life.pass(40 * MINUTE_MS)
      return life.phase()
    }
    assert.equal(await wokenAt('2026-11-03T10:00+09:00'), 'asleep')
    assert.equal(await wokenAt('2026-11-04T10:00+09:00'), 'ready')
    assert.equal(await wokenAt('2026-11-04T20:30+09:00'), 'asleep')
    await life.pass(HOUR_MS)
    await life.ask(wake.apply)
    await life.ask((site, asked) => keepAwake.apply(site, { ...asked, until: '2026-11-04' }))
    await life.pass(8 * HOUR_MS)
    assert.equal(await life.phase(), 'ready')
    await life.pass(2 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
  })

  it('stays awake for its idle time once it is woken, whatever happens', async () => {
    const life = await anIdleLife()
    await life.pass(3 * HOUR_MS)
    await life.ask(wake.apply)
    await life.settle()
    await life.pass(HOUR_MS + 50 * MINUTE_MS)
    assert.equal(await life.phase(), 'ready')
    await life.pass(20 * MINUTE_MS)
    assert.equal(await life.phase(), 'asleep')
  })

  it('is up while its machine cannot say when it was used', async () => {
    let isBroken = true
    const life = await anIdleLife({
      outcomes: (job) =>
        job.kind === 'last-use' && isBroken
          ? { state: 'failed', reason: 'unexpected', log: '', permanent: false }
          : job.kind === 'set-up'
            ? { state: 'succeeded', deploy: { commit: 'f'.repeat(40), subject: '', author: '', at: 0 } }
            : { state: 'succeeded' },
    })
    await life.pass(10 * HOUR_MS)
    assert.equal(await life.phase(), 'ready')
    isBroken = false
    await life.pass(2 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
  })

  it('is woken by a push, which it deploys, and sleeps again after its idle time', async () => {
    const life = await anIdleLife()
    await life.pass(3 * HOUR_MS)
    life.codeHost.push('orchard/plum', 'main', NEXT)
    await followPush(life)
    await life.settle()
    const { status, history } = await life.site()
    assert.deepEqual([await life.phase(), status.deploy?.commit, history.length], ['ready', NEXT, 1])
    await life.pass(3 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
    await followPush(life)
    await life.pass(DAY_MS)
    assert.equal(await life.phase(), 'asleep', 'the same commit again')
  })

  it('sleeps on when something is pushed that a person put to sleep', async () => {
    const life = await anIdleLife()
    await life.ask(sleep.apply)
    await life.settle()
    life.codeHost.push('orchard/plum', 'main', NEXT)
    await followPush(life)
    await life.pass(DAY_MS)
    assert.equal(await life.phase(), 'asleep')
  })

  it('is archived at its end, as any other', async () => {
    const life = await anIdleLife()
    await life.pass(15 * DAY_MS)
    assert.equal(await life.phase(), 'archived')
  })

  it('is no longer one that slept by itself when a person asks for that', async () => {
    const life = await anIdleLife()
    await life.pass(3 * HOUR_MS)
    await life.ask(wake.apply)
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    const { spec } = await life.site()
    assert.deepEqual([spec.desired, spec.idleSince], ['asleep', undefined])
  })
})
