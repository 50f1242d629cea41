import assert from 'node:assert/strict'
import {
  bakedImages,
  type BakeDeps,
  type BakeProgress,
  createBaker,
  followBake,
  ownerOfImage,
} from '../../../src/control/images/bake.ts'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/site/time.ts'
import { createFakePorts, createFakeReconciler, type FakePortsOptions } from '../../support/fake-ports.ts'

const DURATIONS = {
  bootMs: 26 * SECOND_MS,
  agentMs: 10 * SECOND_MS,
  jobMs: 4 * MINUTE_MS,
  stopMs: 20 * SECOND_MS,
  imageMs: 3 * MINUTE_MS,
  terminateMs: 30 * SECOND_MS,
}

function makeBench(options: FakePortsOptions = {}) {
  const fake = createFakePorts({ durations: DURATIONS, ...options })
  const { ports, clock, machines } = fake
  const deps: BakeDeps = { ...ports, base: async () => 'debian-13', size: 'small' }
  const wait = async (ms: number) => clock.advance(ms)
  const bake = (holder: string, changes: Partial<BakeDeps> = {}, label = 'Agency') =>
    followBake(
      createBaker({ ...deps, ...changes }),
      label,
      { holder },
      {
        clock,
        wait,
        until: clock.now() + 2 * HOUR_MS,
        everyMs: 5 * SECOND_MS,
      },
    )
  const offered = async (label = 'Agency') => (await bakedImages(ports.instances, label)).map(({ id }) => id)
  const remains = () => ({
    machines: machines.machines().filter(({ state }) => state !== 'terminating').length,
    images: machines.images().filter(({ label }) => label === undefined).length,
  })
  return { ...fake, deps, wait, bake, offered, remains }
}

const NOTHING = { machines: 0, images: 0 }

function failureOf(progress: BakeProgress) {
  if (progress.state !== 'failed') assert.fail(`it is ${progress.state}`)
  const { reason, stage, log } = progress
  return { reason, stage, log }
}

/** These deps, until the call of that number; it and all after it never come, or its answer never does. */
function killedAt(deps: BakeDeps, number: number, when: 'before' | 'after') {
  let calls = 0
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, key, receiver) => {
        const method: unknown = Reflect.get(target, key, receiver)
        if (typeof method !== 'function') return method
        return async (...args: unknown[]) => {
          const call = ++calls
          if (call > number || (call === number && when === 'before')) throw new Error('killed')
          const answer: unknown = await Reflect.apply(method, target, args)
          if (call === number) throw new Error('killed')
          return answer
        }
      },
    })
  const { instances, shell, store } = deps
  const killable = { ...deps, instances: guarded(instances), shell: guarded(shell), store: guarded(store) }
  return { killable, calls: () => calls }
}

describe('a bake', () => {
  it('makes an image that forms offer, of a machine that has run one job and is gone', async () => {
    const { bake, offered, remains, machines } = makeBench()
    const progress = await bake('one')
    assert.deepEqual([progress], [{ state: 'done', imageId: (await offered())[0] }])
    assert.deepEqual(
      machines.jobs().map(({ job }) => job),
      [{ kind: 'bake' }],
    )
    assert.deepEqual(remains(), NOTHING)
    assert.ok(machines.images().every(({ state }) => state === 'available'))
  })

  it('can be had again: the newest image comes first', async () => {
    const { bake, offered, clock } = makeBench()
    await bake('one')
    clock.advance(HOUR_MS)
    const second = await bake('two')
    const [newest, ...older] = await offered()
    assert.deepEqual([second, older.length], [{ state: 'done', imageId: newest }, 1])
  })

  it('of a label is one at a time; another label does not wait', async () => {
    const { deps, bake, clock, wait } = makeBench()
    const look = createBaker(deps)
    const first = await look('Agency', { holder: 'one' })
    assert.equal(first.state, 'under-way')
    assert.deepEqual(await look('Agency', { holder: 'two' }), { state: 'busy' })
    assert.equal((await bake('two', {}, 'Shops')).state, 'done')
    const bakeSoFar = first.state === 'under-way' ? first.bake : assert.fail()
    const who = { holder: 'one', bake: bakeSoFar }
    const patience = { clock, wait, until: clock.now() + HOUR_MS, everyMs: 5 * SECOND_MS }
    assert.equal((await followBake(look, 'Agency', who, patience)).state, 'done')
    // It's free at once.
    assert.equal((await bake('two')).state, 'done')
  })

  it('tells of each stage, once', async () => {
    const { deps, clock, wait } = makeBench()
    const look = createBaker(deps)
    const stages: string[] = []
    const patience = { clock, wait, until: clock.now() + HOUR_MS, everyMs: SECOND_MS, untilNextStage: true }
    for (let progress: BakeProgress | undefined; progress?.state !== 'done';) {
      const known: BakeProgress | undefined = progress
      const bake = known?.state === 'under-way' ? known.bake : undefined
      progress = await followBake(look, 'Agency', { holder: 'one', bake }, patience)
      if (progress.state === 'under-way') stages.push(progress.bake.stage)
    }
    assert.deepEqual(stages, ['starting', 'installing', 'stopping', 'imaging'])
  })

  for (const when of ['before', 'after'] as const) {
    it(`that is killed ${when} any of its calls is gone on with by the next, and leaves nothing`, async () => {
      const whole = makeBench()
      const counted = killedAt(whole.deps, Infinity, when)
      await whole.bake('count', counted.killable)
      assert.ok(counted.calls() > 50)
      for (let number = 1; number <= counted.calls(); number += number < 20 || number > 60 ? 1 : 7) {
        const bench = makeBench()
        const { killable: dying } = killedAt(bench.deps, number, when)
        await bench.bake('dying', dying).catch(() => {})
        bench.clock.advance(4 * MINUTE_MS)
        const progress = await bench.bake('next')
        assert.equal(progress.state, 'done', `killed ${when} call ${number}`)
        const images = await bench.offered()
        assert.ok(images.length === 1 || images.length === 2, `killed ${when} call ${number}: ${images.length}`)
        bench.clock.advance(MINUTE_MS)
        assert.deepEqual(bench.remains(), NOTHING, `killed ${when} call ${number}`)
      }
    })

    it(`that is killed ${when} any of its calls, and never again tried, is swept away`, async () => {
      for (let number = 1; number <= 110; number += number < 12 ? 1 : 9) {
        const bench = makeBench()
        await bench.bake('dying', killedAt(bench.deps, number, when).killable).catch(() => {})
        const sweep = createSweep(bench.ports, createFakeReconciler(bench.ports, bench.policy))
        await sweep()
        bench.clock.advance(HOUR_MS)
        await sweep()
        bench.clock.advance(MINUTE_MS)
        assert.deepEqual(bench.remains(), NOTHING, `killed ${when} call ${number}`)
      }
    })
  }

  it('goes on with a machine that the one before has stopped, and runs its job again', async () => {
    const { ports, bake, offered, clock, machines } = makeBench()
    const site = ownerOfImage('Agency')
    const order = { site, token: 'earlier', launch: 7, image: 'debian-13', size: 'small' }
    const { id } = await ports.instances.launch(order)
    clock.advance(MINUTE_MS)
    await ports.instances.stop(id)
    clock.advance(MINUTE_MS)
    assert.equal((await bake('one')).state, 'done')
    assert.deepEqual(
      machines.jobs().map(({ instanceId }) => instanceId),
      [id],
    )
    assert.equal((await offered()).length, 1)
  })

  it('that fails says in which stage and why, and leaves nothing', async () => {
    const failing = makeBench({
      outcomes: () => ({ state: 'failed', reason: 'packages-failed', log: 'no mirror', permanent: false }),
    })
    assert.deepEqual(failureOf(await failing.bake('one')), {
      reason: 'job-failed',
      stage: 'installing',
      log: 'no mirror',
    })
    failing.clock.advance(MINUTE_MS)
    assert.deepEqual(failing.remains(), NOTHING)
    // Another may begin at once.
    assert.equal(failureOf(await failing.bake('two')).reason, 'job-failed')

    const bare = makeBench()
    assert.deepEqual(failureOf(await bare.bake('one', { base: async () => undefined })), {
      reason: 'base-missing',
      stage: 'launching',
      log: undefined,
    })
    bare.machines.refuseLaunches(1)
    assert.deepEqual(failureOf(await bare.bake('one')), {
      reason: 'launch-refused',
      stage: 'launching',
      log: 'Nobody may launch machines now',
    })
  })

  it('takes another size or zone where there is no room, and gives up after the last', async () => {
    const bench = makeBench()
    bench.machines.fill(3, bench.clock.now() + 10 * HOUR_MS)
    assert.equal((await bench.bake('one')).state, 'done')
    bench.machines.fill(4, bench.clock.now() + 10 * HOUR_MS)
    assert.equal(failureOf(await bench.bake('two')).reason, 'no-capacity')
  })

  it('ends when a machine never takes commands, never ends its job, or never stops', async () => {
    for (const [slow, stage] of [
      [{ agentMs: 9 * HOUR_MS }, 'starting'],
      [{ jobMs: 9 * HOUR_MS }, 'installing'],
      [{ stopMs: 9 * HOUR_MS }, 'stopping'],
      [{ imageMs: 9 * HOUR_MS }, 'imaging'],
    ] as const) {
      const bench = makeBench({ durations: { ...DURATIONS, ...slow } })
      assert.deepEqual(failureOf(await bench.bake('one')), { reason: 'too-long', stage, log: undefined })
      bench.clock.advance(MINUTE_MS)
      assert.deepEqual(bench.remains(), NOTHING)
    }
  })

  it('notices that somebody has terminated its machine', async () => {
    const bench = makeBench()
    const wait = async (ms: number) => {
      bench.clock.advance(ms)
      for (const { id, state } of bench.machines.machines())
        if (state === 'running') await bench.ports.instances.terminate(id)
    }
    const patience = { clock: bench.clock, wait, until: bench.clock.now() + HOUR_MS, everyMs: 5 * SECOND_MS }
    const progress = await followBake(createBaker(bench.deps), 'Agency', { holder: 'one' }, patience)
    assert.equal(failureOf(progress).reason, 'machine-gone')
  })

  it('bears some failing calls, and no end of them', async () => {
    const bench = makeBench()
    let failing = 4
    const reachable = async (id: string) => {
      if (failing-- > 0) throw new Error('throttled')
      return bench.ports.shell.reachable(id)
    }
    assert.equal((await bench.bake('one', { shell: { ...bench.ports.shell, reachable } })).state, 'done')
    failing = Infinity
    await assert.rejects(bench.bake('two', { shell: { ...bench.ports.shell, reachable } }), /throttled/)
  })
})
