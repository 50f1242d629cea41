import assert from 'node:assert/strict'
import type { CodeHost } from '../../src/control/code-host.ts'
import { isLimitError } from '../../src/site/errors.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { aGithub, COMMIT, type GithubBench } from './a-github.ts'

const STATUS = { commit: COMMIT, state: 'success' as const, context: 'pokopoko/plum', description: 'Deployed' }
const HOOK = { url: 'https://plum.test.example.com/_pokopoko/hook', secret: 'secret' }

describe('what is created at GitHub, by many processes together', () => {
  let bench: GithubBench
  let processes: CodeHost[]
  let store: ReturnType<typeof createFakeSiteStore>
  beforeEach(async () => {
    store = createFakeSiteStore()
    bench = await aGithub()
    processes = Array.from({ length: 3 }, () => bench.another({ store }))
    await grant(0)
    await setStatus(0)
    bench.asked()
    bench.clock.advance(2 * HOUR_MS)
  })
  afterEach(() => bench.close())
  const grant = async (at: number) =>
    processes[at % processes.length]?.grant({ id: `id-${at}`, name: 'plum' }, 'acme/website', HOOK)
  const setStatus = async (at: number) =>
    processes[at % processes.length]?.setStatus('acme/website', { ...STATUS, url: HOOK.url })
  const waitOf = async (creation: Promise<unknown>): Promise<number> => {
    const error: unknown = await creation.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (error === undefined) return 0
    assert.ok(isLimitError(error), 'another error')
    return Math.round((error.retryAfterMs ?? 0) / SECOND_MS)
  }
  /** As many as there is room for, at that moment. */
  const createAll = async (create: (at: number) => Promise<unknown>, most: number): Promise<number> => {
    for (let count = 0; count < most; count++) if ((await waitOf(create(count))) > 0) return count
    return most
  }
  /** As if they had been created. */
  const log = async (kind: string, count: number, at = bench.clock.now()) => {
    const { version = 0, calls = [] } = (await store.loadCallLog('github-creations')) ?? {}
    await store.saveCallLog('github-creations', { version: version + 1, calls: [...calls, { at, kind, count }] })
  }

  it('are 80 keys a minute, and then nothing is asked of GitHub', async () => {
    await log('key', 70)
    assert.equal(await createAll(grant, 20), 10)
    bench.asked()
    assert.equal(await waitOf(grant(0)), 65)
    assert.deepEqual(bench.asked(), [])
    bench.clock.advance(66 * SECOND_MS)
    assert.equal(await waitOf(grant(0)), 0)
  })

  it('are 500 keys an hour', async () => {
    await log('key', 250, bench.clock.now() - 50 * MINUTE_MS)
    await log('key', 248, bench.clock.now() - 30 * MINUTE_MS)
    assert.equal(await createAll(grant, 20), 2)
    assert.equal(await waitOf(grant(0)), 10 * 60 + 5)
    bench.clock.advance(10 * MINUTE_MS + 6 * SECOND_MS)
    assert.equal(await createAll(grant, 20), 20)
  })

  it('are keys alone, once there are many of those', async () => {
    await log('key', 39)
    assert.equal(await waitOf(setStatus(0)), 0)
    await grant(1)
    bench.asked()
    const hook = processes[2]?.putWebhook({ id: 'id-plum', name: 'plum' }, 'acme/website', HOOK)
    const comment = processes[1]?.comment('acme/website', 1, 'Ready')
    for (const other of [setStatus(0), hook ?? assert.fail(), comment ?? assert.fail()]) {
      assert.equal(await waitOf(other), 60 * 60 + 5)
    }
    assert.deepEqual(bench.asked(), [])
    assert.equal(await waitOf(grant(2)), 0)
    bench.clock.advance(HOUR_MS + 6 * SECOND_MS)
    assert.equal(await waitOf(setStatus(0)), 0)
  })

  it('leave some of each hour and minute to keys', async () => {
    await log('other', 395, bench.clock.now() - 10 * MINUTE_MS)
    assert.equal(await createAll(setStatus, 20), 5)
    assert.equal(await createAll(grant, 20), 20)
  })

  it('are no others beyond 30 in a minute', async () => {
    await log('other', 28)
    assert.equal(await createAll(setStatus, 20), 2)
    assert.equal(await createAll(grant, 60), 50)
  })

  it('are counted when many processes create at one moment', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, at) => waitOf(setStatus(at))))
    assert.deepEqual(new Set(all), new Set([0]))
    const calls = (await store.loadCallLog('github-creations'))?.calls ?? []
    assert.equal(
      calls.reduce((sum, { count }) => sum + count, 0),
      30,
    )
  })

  it('are kept as a few sums', async () => {
    for (let minute = 0; minute < 180; minute++) {
      bench.clock.advance(MINUTE_MS)
      await log('key', 1)
      await log('key', 2)
    }
    await grant(0)
    const calls = (await store.loadCallLog('github-creations'))?.calls ?? []
    assert.ok(calls.length < 40, `${calls.length}`)
    const sum = calls.reduce((total, { count }) => total + count, 0)
    assert.ok(sum >= 180 && sum <= 190, `${sum}`)
  })

  it('wait for nothing that a clock far ahead has counted', async () => {
    await log('key', 500, bench.clock.now() + 2 * MINUTE_MS)
    assert.equal(await waitOf(grant(0)), 0)
  })
})
