import assert from 'node:assert/strict'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { createSweepHandler } from '../../src/lambda/sweep-handler.ts'
import { createLife } from '../support/a-life.ts'
import { createLogReader } from '../support/log-reader.ts'
import { aSite } from '../support/a-site.ts'

async function aFunction() {
  const life = await createLife()
  await life.settle()
  const { log, lines } = createLogReader(life.clock)
  const reconciled: string[] = []
  let onReconcile = () => {}
  const firstReconcile = new Promise<void>((resolve) => {
    onReconcile = resolve
  })
  const reconcile = async (name: string) => {
    reconciled.push(name)
    onReconcile()
    if (name === 'quince') throw new Error('no quince')
  }
  const kept = { times: 0, isBroken: false, begins: Promise.resolve() }
  const keepImages = async () => {
    await kept.begins
    if (kept.isBroken) throw new Error('no images')
    kept.times += 1
  }
  const handler = createSweepHandler({ sweep: createSweep(life.ports, reconcile, log), keepImages, log })
  return { ...life, handler, lines, reconciled, firstReconcile, kept }
}

/** Amazon EventBridge, "Scheduled event" example. */
const hourly = { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }

describe('the sweep function', () => {
  it('logs one line about what it did, and answers with it', async () => {
    const { ports, handler, lines, reconciled } = await aFunction()
    await ports.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    const answer = await handler(hourly)
    const expected = {
      dryRun: false,
      sites: 2,
      reconciled: ['pear'],
      unreadable: [],
      suspects: [],
      removed: [],
      errors: 0,
    }
    assert.deepEqual(answer, expected)
    const [line, ...others] = lines().filter(({ operation }) => operation === 'sweep')
    assert.deepEqual(others, [])
    assert.deepEqual({ ...line, ...expected }, line)
    assert.equal(line?.['outcome'], 'succeeded')
    assert.deepEqual(reconciled, ['pear'])
  })

  it('reports what went wrong, and does not fail: it would run again at once', async () => {
    const { ports, handler, lines } = await aFunction()
    await ports.store.create(aSite({ name: 'quince', status: { instance: undefined, alarmAt: undefined } }))
    assert.equal((await handler(hourly)).errors, 1)
    const [line] = lines()
    assert.deepEqual([line?.level, line?.['operation'], line?.['site']], ['ERROR', 'reconcile', 'quince'])
    assert.match(JSON.stringify(line?.['error']), /no quince.*sweep-handler\.test/)
  })

  it('tells of a record that it cannot read each time, since nothing is removed meanwhile', async () => {
    const { ports, handler, lines } = await aFunction()
    const { list } = ports.store
    ports.store.list = async (query, page) => ({
      ...(await list(query, page)),
      ...(query.by === 'life' && query.life === 'live' && { unreadable: ['medlar'] }),
    })
    const answer = await handler(hourly)
    assert.deepEqual([answer.unreadable, answer.errors], [['medlar'], 0])
    const faults = lines().filter(({ level }) => level === 'ERROR')
    assert.deepEqual(
      faults.map(({ message }) => message),
      ['The record of medlar cannot be read'],
    )
  })

  it('saves which images there are, and sweeps even if it cannot list them', async () => {
    const { handler, kept, lines } = await aFunction()
    await handler(hourly)
    assert.equal(kept.times, 1)
    kept.isBroken = true
    assert.equal((await handler(hourly)).sites, 1)
    assert.deepEqual(
      lines().flatMap(({ level, message }) => (level === 'ERROR' ? [message] : [])),
      ['no images'],
    )
  })

  it('reconciles what is overdue while the images are still being listed', async () => {
    const { ports, handler, firstReconcile, kept } = await aFunction()
    await ports.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    kept.begins = firstReconcile
    await handler(hourly)
    assert.equal(kept.times, 1)
  })

  it('changes nothing in a dry run', async () => {
    const { ports, handler, reconciled, kept } = await aFunction()
    await ports.store.create(aSite({ name: 'pear', status: { instance: undefined, alarmAt: undefined } }))
    const answer = await handler({ dryRun: true })
    assert.deepEqual([answer.dryRun, answer.reconciled], [true, ['pear']])
    assert.deepEqual(reconciled, [])
    assert.equal(kept.times, 0)
  })

  it('refuses an event that asks for something else', async () => {
    const { handler } = await aFunction()
    await assert.rejects(handler({ dryRun: 'yes' }))
  })
})
