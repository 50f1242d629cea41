import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalClock } from '../../src/local/clock.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

describe('createLocalClock', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())
  const create = (realTime?: () => number) =>
    createLocalClock({ directory: temporary.path, ...(realTime === undefined ? {} : { realTime }) })

  it("is the computer's at first", async () => {
    const before = Date.now()
    const now = (await create()).now()
    assert.ok(before <= now && now <= Date.now())
  })

  it('runs on from where it was put', async () => {
    let real = 1000
    const clock = await create(() => real)
    await Promise.all([clock.advance(500), clock.advance(20)])
    assert.equal(clock.now(), 1520)
    real += 5
    assert.equal(clock.now(), 1525)
  })

  it('stays put forward when the program starts again', async () => {
    await (await create(() => 1000)).advance(500)
    const again = await create(() => 2000)
    assert.equal(again.now(), 2500)
    await again.advance(1)
    assert.equal((await create(() => 2000)).now(), 2501)
  })

  it('does not go back', async () => {
    const clock = await create(() => 1000)
    for (const ms of [-1, 0.5, NaN, Infinity]) await assert.rejects(clock.advance(ms), RangeError)
    assert.equal(clock.now(), 1000)
  })

  it('says what it cannot read', async () => {
    await writeFile(join(temporary.path, 'clock.json'), '{"skippedMs": -5}')
    await assert.rejects(create(), /clock\.json cannot be understood/)
  })
})
