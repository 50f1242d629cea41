import assert from 'node:assert/strict'
import { UnreadableRecordError } from '../../src/aws/site-item.ts'
import { createReconcileHandler } from '../../src/lambda/reconcile-handler.ts'
import * as z from 'zod'
import { createLogReader, type LogLine } from '../support/log-reader.ts'
import { alarmEvent, commandEvent, imageEvent, instanceEvent, streamEvent } from './events.ts'

/** A function whose looks are counted, and fail for the names in `broken`; the records of `spoiled` cannot be read. */
function aFunction({ broken = [], spoiled = [] }: { broken?: string[]; spoiled?: string[] } = {}) {
  const reconciled: string[] = []
  const { log, lines } = createLogReader({ now: Date.now })
  let running = 0
  let most = 0
  const handler = createReconcileHandler({
    reconcile: async (name) => {
      reconciled.push(name)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      if (broken.includes(name)) throw new Error(`no ${name}`)
      if (spoiled.includes(name)) throw new UnreadableRecordError(name, { cause: new Error('no version') })
    },
    siteOfInstance: async (id) => (id === 'i-0123456789abcdef0' ? 'plum' : undefined),
    siteOfImage: async (id) => (id === 'ami-0123456789abcdef0' ? 'pear' : undefined),
    log,
  })
  return { handler, reconciled, lines, most: () => most }
}

function faultsIn(lines: LogLine[]) {
  return lines.map(({ message, site, error }) => [
    message,
    site,
    z.object({ message: z.string() }).parse(error).message,
  ])
}

const changes = (...names: string[]) =>
  streamEvent(names.map((name, index) => ({ name, sequenceNumber: String(100 + index) })))

describe('the reconcile function', () => {
  it('looks at each site of a batch once', async () => {
    const { handler, reconciled } = aFunction()
    assert.deepEqual(await handler(changes('plum', 'pear', 'plum')), { batchItemFailures: [] })
    assert.deepEqual(reconciled, ['plum', 'pear'])
  })

  it('names the records whose sites could not be looked at, and those alone', async () => {
    const { handler, reconciled, lines } = aFunction({ broken: ['pear'] })
    const answer = await handler(changes('plum', 'pear', 'quince', 'pear'))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: '101' }, { itemIdentifier: '103' }] })
    assert.deepEqual(reconciled, ['plum', 'pear', 'quince'])
    assert.deepEqual(faultsIn(lines()), [['reconcile failed', 'pear', 'no pear']])
  })

  it('tells of a record that it cannot read, and looks at the sites of the others', async () => {
    const { handler, reconciled, lines } = aFunction()
    const { Records } = changes('plum', 'pear', 'quince')
    const bad = { ...Records[1], dynamodb: { Keys: {}, SequenceNumber: '101' } }
    const answer = await handler({ Records: [Records[0], bad, Records[2]] })
    // It would not be read the next time either.
    assert.deepEqual(answer, { batchItemFailures: [] })
    assert.deepEqual(reconciled, ['plum', 'quince'])
    assert.deepEqual(
      lines().map(({ level, message }) => [level, message]),
      [['ERROR', 'A record of the stream cannot be read']],
    )
  })

  it('tells at once of a site whose record cannot be read, has it tried no more, and looks at the others', async () => {
    const { handler, reconciled, lines } = aFunction({ spoiled: ['plum'], broken: ['quince'] })
    const answer = await handler(changes('plum', 'pear', 'quince'))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: '102' }] })
    for (const event of [alarmEvent, instanceEvent, commandEvent]) assert.equal(await handler(event), undefined)
    assert.deepEqual(reconciled, ['plum', 'pear', 'quince', 'plum', 'plum', 'plum'])
    const unreadable = ['reconcile failed', 'plum', 'The record of plum cannot be read']
    const broken = ['reconcile failed', 'quince', 'no quince']
    assert.deepEqual(faultsIn(lines()), [unreadable, broken, unreadable, unreadable, unreadable])
    assert.match(JSON.stringify(lines()[0]), /"cause":\{"name":"Error","message":"no version"/)
  })

  it('looks at a few at a time, and at all in the end', async () => {
    const { handler, reconciled, most } = aFunction()
    const names = Array.from({ length: 40 }, (_, index) => `site-${index}`)
    await handler(changes(...names))
    assert.deepEqual(reconciled.toSorted(), names.toSorted())
    assert.equal(most(), 5)
  })

  it('looks at all, though as many fail as it looks at at a time', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `site-${index}`)
    const { handler, reconciled } = aFunction({ broken: names.slice(0, 5) })
    const answer = await handler(changes(...names))
    assert.deepEqual(reconciled.toSorted(), names.toSorted())
    assert.deepEqual(
      answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      ['100', '101', '102', '103', '104'],
    )
  })

  it('looks at the site of an alarm, a machine, a command or an image', async () => {
    for (const [event, name] of [
      [alarmEvent, 'plum'],
      [instanceEvent, 'plum'],
      [commandEvent, 'plum'],
      [imageEvent, 'pear'],
    ] as const) {
      const { handler, reconciled } = aFunction()
      assert.equal(await handler(event), undefined)
      assert.deepEqual(reconciled, [name])
    }
  })

  it("leaves others' machines alone", async () => {
    const { handler, reconciled } = aFunction()
    await handler({ ...instanceEvent, detail: { 'instance-id': 'i-0fffffffffffffff0', state: 'running' } })
    assert.deepEqual(reconciled, [])
  })

  it('throws what went wrong with any other event than a batch, so that Lambda tries again', async () => {
    const { handler } = aFunction({ broken: ['plum'] })
    await assert.rejects(handler(alarmEvent), /no plum/)
    await assert.rejects(handler({ hello: 'world' }), /an object with hello/)
  })
})
