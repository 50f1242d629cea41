import assert from 'node:assert/strict'
import { createReconciler } from '../../src/control/reconcile.ts'
import type { Step } from '../../src/control/step.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { CapacityError, LimitError } from '../../src/site/errors.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'
import { reconcilerDeps } from '../support/fake-ports.ts'
import { createLogReader } from '../support/log-reader.ts'

describe("the reconciler's log", () => {
  it('has a line for each attempt of a launch, with the stack', async () => {
    const life = await createLife()
    const { launch } = life.ports.instances
    life.ports.instances.launch = async () => {
      throw new TypeError('Cannot read properties of undefined', { cause: new Error('UnauthorizedOperation') })
    }
    await life.pass(2 * HOUR_MS)
    const lines = life.lines().filter(({ step }) => step === 'launch')
    assert.deepEqual(
      lines.map(({ level, site, outcome, attempt }) => [level, site, outcome, attempt]),
      [1, 2, 3, 4, 5, 6, 7].map((attempt) => ['ERROR', 'plum', attempt === 7 ? 'failed' : 'retrying', attempt]),
    )
    for (const { error, id, message } of lines) {
      assert.equal(id, (await life.site()).id)
      assert.match(message, /^launch (retrying|failed): Cannot read properties of undefined$/)
      assert.match(JSON.stringify(error), /"TypeError".*log\.test\.ts.*"cause".*UnauthorizedOperation.*log\.test\.ts/)
    }
    assert.equal(lines[0]?.['retryAt'], '2026-11-02T03:00:15.000Z')
    assert.equal(lines[6]?.['retryAt'], undefined)
    assert.deepEqual(
      life.lines().flatMap(({ phase }) => phase ?? []),
      ['failed'],
    )
    life.ports.instances.launch = launch
  })

  it('warns, and no more, where a service asks to wait, and where there is no room', async () => {
    const life = await createLife()
    const errors = [new LimitError('EC2 is asked too much'), new CapacityError('No room for t3.small')]
    const { launch } = life.ports.instances
    life.ports.instances.launch = async (order) => {
      const error = errors.shift()
      if (error !== undefined) throw error
      return launch(order)
    }
    await life.pass(HOUR_MS)
    assert.deepEqual(
      life.lines().flatMap(({ level, step, outcome }) => (step === 'launch' ? [[level, outcome]] : [])),
      [
        ['WARN', 'throttled'],
        ['WARN', 'retrying'],
        ['INFO', 'started'],
      ],
    )
  })

  it("says what a machine's job failed at, as a warning: the site's card says it too", async () => {
    const log = 'fatal: could not read from https://acme:ghp_abcdefgh12345@example.com/plum.git'
    const life = await createLife({
      outcomes: () => ({ state: 'failed', reason: 'clone-failed', log, permanent: true }),
    })
    await life.pass(HOUR_MS)
    const [line, ...others] = life.lines().filter(({ step, outcome }) => step === 'set-up' && outcome !== 'started')
    assert.deepEqual(others, [])
    assert.deepEqual(
      [line?.level, line?.['outcome'], line?.['reason'], line?.['detail']],
      ['WARN', 'failed', 'clone-failed', 'fatal: could not read from https://***@example.com/plum.git'],
    )
  })

  it('keeps secrets to itself, in messages and causes, and survives errors that are odd', async () => {
    const life = await createLife()
    const odd = new Error('PUT https://user:hunter2hunter2@example.com: Bearer abcdefghijkl', {
      cause: { authorization: 'token 0123456789', note: 'xoxb-1234567890' },
    })
    odd.stack = `${odd.message}\n at github.ts`
    Object.defineProperty(odd, 'code', {
      get: () => {
        throw new Error('no code')
      },
    })
    const both = new AggregateError([odd, new Error('second', { cause: odd })], 'both failed')
    both.cause = both
    life.ports.instances.launch = async () => {
      throw both
    }
    await life.reconcile()
    const line = life.lines().find(({ step }) => step === 'launch')
    const text = JSON.stringify(line)
    for (const secret of ['hunter2', 'abcdefghijkl', '0123456789', 'xoxb-1234567890']) {
      assert.ok(!text.includes(secret), `${secret} in ${text}`)
    }
    assert.match(text, /both failed.*"cause":"\(circular\)".*"errors":\[.*at github\.ts.*second/)
  })

  const unreadable: Record<string, () => unknown> = {
    'an object without a text': () => ({ __proto__: null }),
    'a message that is no text': () => Object.assign(new Error(), { message: { code: 5 } }),
    'a message that throws': () => Object.defineProperty(new Error(), 'message', { get: fail }),
    'a name that throws': () => Object.defineProperty(new Error(), 'name', { get: fail }),
  }
  const fail = () => {
    throw new Error('not to be read')
  }
  for (const [what, thrown] of Object.entries(unreadable)) {
    it(`has a line for each attempt of a step that throws ${what}`, async () => {
      const life = await createLife()
      life.ports.instances.launch = async () => {
        throw thrown()
      }
      await life.pass(2 * HOUR_MS)
      const lines = life.lines().filter(({ step }) => step === 'launch')
      assert.deepEqual(
        lines.map(({ attempt, outcome }) => [attempt, outcome]),
        [1, 2, 3, 4, 5, 6, 7].map((attempt) => [attempt, attempt === 7 ? 'failed' : 'retrying']),
      )
      assert.match(JSON.stringify(lines[0]), /"error":.*"stack":/)
    })
  }

  it('is quiet where nothing has changed', async () => {
    const life = await createLife()
    await life.settle()
    const before = life.lines().length
    await life.reconcile()
    await life.pass(MINUTE_MS)
    assert.equal(life.lines().length, before)
  })

  it('says how long a site took to become ready, since somebody asked', async () => {
    const life = await createLife({ durations: { bootMs: 20_000, agentMs: 30_000 } })
    await life.pass(HOUR_MS)
    await life.ask(sleep.apply)
    await life.pass(HOUR_MS)
    const phases = life.lines().flatMap(({ phase, durationMs }) => (phase === undefined ? [] : [[phase, durationMs]]))
    assert.deepEqual(phases.filter(([phase]) => phase === 'ready').length, 1)
    assert.ok(Number(phases.find(([phase]) => phase === 'ready')?.[1]) >= 50_000)
    assert.deepEqual(phases.at(-1), ['asleep', undefined])
  })

  it('has whatever a new step does, without further work', async () => {
    const life = await createLife()
    const { log, lines } = createLogReader(life.clock)
    let isBroken = true
    const step: Step = {
      name: 'head',
      policy: 'keeps-trying',
      due: ({ status }) => (status.commitStatus === undefined ? 'now' : 'no'),
      run: async () => {
        life.clock.advance(40)
        if (isBroken) throw new Error('broken')
        return { commitStatus: { commit: '1'.repeat(40), key: 'ready' } }
      },
    }
    const reconcile = createReconciler({
      ...reconcilerDeps(life.ports, life.policy, log),
      steps: [step],
      observers: [],
    })
    await reconcile('plum')
    isBroken = false
    life.clock.advance(DAY_MS)
    await reconcile('plum')
    const { id } = await life.site()
    assert.deepEqual(
      lines().map(({ level, site, id, step, outcome, attempt, durationMs, changed }) => ({
        level,
        site,
        id,
        step,
        outcome,
        attempt,
        durationMs,
        changed,
      })),
      [
        { level: 'ERROR', outcome: 'retrying', attempt: 1, changed: undefined },
        { level: 'INFO', outcome: 'succeeded', attempt: undefined, changed: ['commitStatus'] },
      ].map((line) => ({ site: 'plum', id, step: 'head', durationMs: 40, ...line })),
    )
  })

  it("has a sweep's actions and what there is", async () => {
    const life = await createLife()
    await life.settle()
    await life.ports.instances.launch({
      site: { id: 'gone', name: 'fig' },
      token: 'gone-1',
      launch: 1,
      image: 'debian-12',
      size: 'small',
      spot: false,
      attempt: 0,
    })
    const { log, lines } = createLogReader(life.clock)
    const sweep = createSweep(life.ports, life.reconcile, log)
    await sweep()
    life.clock.advance(HOUR_MS)
    await sweep()
    const [first, removal, second] = lines()
    assert.deepEqual(
      [removal?.['operation'], removal?.['outcome'], removal?.['id']],
      ['remove-orphan', 'succeeded', 'gone'],
    )
    const expected = { SitesReady: 1, SitesFailed: 0, RunningMachines: 2, Images: 0, Routes: 1 }
    assert.deepEqual({ ...second, counts: Object.assign({}, second?.['counts'], expected) }, second)
    assert.equal(first?.['operation'], 'sweep')
  })
})
