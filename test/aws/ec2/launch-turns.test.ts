import assert from 'node:assert/strict'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { LAUNCHES } from '../../../src/aws/ec2/launches.ts'
import { createTurns } from '../../../src/control/turns.ts'
import { isLimitError } from '../../../src/site/errors.ts'
import { HOUR_MS, SECOND_MS } from '../../../src/site/time.ts'
import { createFakeSiteStore } from '../../support/fake-site-store.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { makeEc2Bench } from './bench.ts'

describe('launches of many processes', () => {
  const begin = () => {
    const bench = makeEc2Bench()
    const store = createFakeSiteStore()
    const clock = createFakeClock(Date.parse('2026-04-01T09:00:00Z'))
    const waits: number[] = []
    const wait = async (ms: number) => void waits.push(ms)
    const processes = [0, 1, 2].map(() =>
      createEc2Instances({ ...bench.settings, turn: createTurns({ store, clock, wait }, 'launches', LAUNCHES) }),
    )
    let number = 0
    const launch = async () => {
      number += 1
      const token = `site-${number}-1`
      await processes[number % processes.length]?.launch(
        bench.order({ site: { id: `site-${number}`, name: 'plum' }, token }),
      )
    }
    return { ...bench, store, clock, waits, launch }
  }

  it('come four at one moment, and then two a second', async () => {
    const { launch, waits, clock, ec2 } = begin()
    await Promise.all(Array.from({ length: 8 }, () => launch()))
    assert.deepEqual(
      waits.toSorted((a, b) => a - b),
      [500, 1000, 1500, 2000],
    )
    assert.equal(ec2.inputs('RunInstances').length, 8)
    clock.advance(1500)
    await launch()
    assert.equal(waits.at(-1), 1000)
  })

  it('are left to a later attempt where more than 20 s of them come first, without asking EC2', async () => {
    const { launch, clock, ec2 } = begin()
    for (let count = 0; count < 44; count++) await launch()
    const error: unknown = await launch().catch((reason: unknown) => reason)
    assert.ok(isLimitError(error) && error.retryAfterMs === 20.5 * SECOND_MS, 'another error')
    assert.equal(ec2.inputs('RunInstances').length, 44)
    clock.advance(SECOND_MS)
    await launch()
    assert.equal(ec2.inputs('RunInstances').length, 45)
  })

  it('wait for nothing after an hour, nor for a clock that was wrong', async () => {
    const { launch, clock, waits, store } = begin()
    for (let count = 0; count < 8; count++) await launch()
    clock.advance(HOUR_MS)
    waits.length = 0
    await launch()
    assert.deepEqual(waits, [])
    const { version = 0 } = (await store.loadCallLog('launches')) ?? {}
    const calls = [{ at: clock.now() + HOUR_MS, kind: 'turn', count: 1 }]
    await store.saveCallLog('launches', { version: version + 1, calls })
    await launch()
    assert.ok(
      waits.every((ms) => ms < 5 * SECOND_MS),
      waits.join(),
    )
  })
})
