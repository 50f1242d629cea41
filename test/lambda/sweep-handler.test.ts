import assert from 'node:assert/strict'
import { createSweep } from '../../src/control/sweep.ts'
import { createSweepHandler } from '../../src/lambda/sweep-handler.ts'
import { createLife } from '../support/a-life.ts'
import { aSite } from '../support/a-site.ts'

async function aFunction() {
  const life = await createLife()
  await life.settle()
  const reported: unknown[] = []
  const lines: unknown[] = []
  const looks: string[] = []
  const handler = createSweepHandler({
    sweep: createSweep(life.world, async (name) => {
      looks.push(name)
      if (name === 'quince') throw new Error('no quince')
    }),
    report: ({ error }) => void reported.push(error),
    log: (line) => void lines.push(line),
  })
  return { ...life, handler, reported, lines, looks }
}

/** Amazon EventBridge, "Scheduled event" example. */
const hourly = { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }

describe('the sweep function', () => {
  it('writes one line about what it did, and answers with it', async () => {
    const { world, handler, lines, looks } = await aFunction()
    await world.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    const answer = await handler(hourly)
    const expected = {
      dryRun: false,
      sites: 2,
      lookedAt: ['pear'],
      unreadable: [],
      suspects: [],
      removed: [],
      errors: 0,
    }
    assert.deepEqual(answer, expected)
    assert.deepEqual(lines, [{ level: 'info', message: 'Swept', ...expected }])
    assert.deepEqual(looks, ['pear'])
  })

  it('reports what went wrong, and does not fail: it would run again at once', async () => {
    const { world, handler, reported } = await aFunction()
    await world.store.create(aSite({ name: 'quince', status: { instance: undefined, alarmAt: undefined } }))
    assert.equal((await handler(hourly)).errors, 1)
    assert.deepEqual(
      reported.map((error) => error instanceof Error && String(error.cause)),
      ['Error: no quince'],
    )
  })

  it('tells of a record that it cannot read each time, since nothing is removed meanwhile', async () => {
    const { world, handler, reported } = await aFunction()
    const { list } = world.store
    world.store.list = async (query, page) => ({
      ...(await list(query, page)),
      ...(query.by === 'life' && query.life === 'live' && { unreadable: ['medlar'] }),
    })
    const answer = await handler(hourly)
    assert.deepEqual([answer.unreadable, answer.errors], [['medlar'], 0])
    assert.deepEqual(
      reported.map((error) => error instanceof Error && error.message),
      ['The record of medlar cannot be read'],
    )
  })

  it('changes nothing in a dry run', async () => {
    const { world, handler, looks } = await aFunction()
    await world.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    const answer = await handler({ dryRun: true })
    assert.deepEqual([answer.dryRun, answer.lookedAt], [true, ['pear']])
    assert.deepEqual(looks, [])
  })

  it('refuses an event that asks for something else', async () => {
    const { handler } = await aFunction()
    await assert.rejects(handler({ dryRun: 'yes' }))
  })
})
