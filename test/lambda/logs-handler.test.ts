import assert from 'node:assert/strict'
import { type InvocationRequest, LambdaClient } from '@aws-sdk/client-lambda'
import { createAskForLogs } from '../../src/aws/ask-for-logs.ts'
import { openStack } from '../../src/cli/deployed-stack.ts'
import { createLogAnswerer } from '../../src/control/log-answerer.ts'
import type { LogRequest } from '../../src/control/log-request.ts'
import { createLogReader } from '../../src/control/read-logs.ts'
import { createLogsHandler } from '../../src/lambda/logs-handler.ts'
import { isUserError } from '../../src/site/user-error.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../support/aws/fake-service.ts'
import { createLife } from '../support/a-life.ts'
import { alarmEvent, streamEvent } from './events.ts'

/** The function reconcile behind Lambda's API, with a site `plum` that is ready. */
async function aStack() {
  const life = await createLife({ siteId: 'id-plum' })
  await life.settle()
  const { ports, clock, log } = life
  const readLogs = createLogReader({ ...ports, wait: async (ms) => clock.advance(ms) })
  const handler = createLogsHandler({ readLogs, answerLogs: createLogAnswerer({ ...ports, readLogs, log }) })
  const later: Promise<unknown>[] = []
  const service = createFakeService({
    Invoke: async ({ FunctionName, InvocationType, Payload }: InvocationRequest) => {
      assert.equal(FunctionName, 'orchard-reconcile')
      const answer = handler(JSON.parse(Buffer.from(Payload ?? []).toString()))
      assert.ok(answer !== undefined)
      if (InvocationType === 'Event') {
        later.push(answer)
        return { StatusCode: 202 }
      }
      return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(await answer)) }
    },
  })
  const lambda = new LambdaClient(nowhere)
  lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  const write = (logs: Record<string, string>) => {
    for (const { disk } of life.machines()) disk.logs = logs
  }
  return { ...life, handler, lambda, write, later: () => Promise.all(later) }
}

const request: LogRequest = {
  name: 'plum',
  id: 'id-plum',
  lines: 2,
  holder: 'click-1',
  to: { user: 'U0AKI', channel: 'C001', locale: 'ja' },
}

describe('the function that reads logs', () => {
  it('is told by the one for Slack, which doesn’t wait, and shows them to who asked', async () => {
    const { lambda, write, later, chat, store, clock } = await aStack()
    write({ web: 'one\ntwo\nthree\n' })
    const lease = { holder: 'click-1', now: clock.now(), until: clock.now() + 60_000 }
    await store.takeLease('logs id-plum U0AKI', lease)
    await createAskForLogs('orchard', lambda)(request)
    await later()
    const [{ request: answered, answer } = assert.fail('nobody was answered')] = chat.logAnswers
    assert.deepEqual(answered, request)
    assert.ok(!isUserError(answer))
    assert.equal(answer.text, 'two\nthree\n')
    assert.ok(await store.takeLease('logs id-plum U0AKI', { ...lease, holder: 'click-2' }), 'they can ask again')
  })

  it('tells who asked why it can’t, and never fails, so that Lambda asks nobody twice', async () => {
    const { lambda, later, chat, ports, written } = await aStack()
    const ask = createAskForLogs('orchard', lambda)
    await ask({ ...request, id: 'id-of-another' })
    ports.shell.start = () => Promise.reject(new Error('SSM is away'))
    await ask(request)
    ports.chat.answerLogs = () => Promise.reject(new Error('Slack is away'))
    await ask(request)
    await later()
    assert.deepEqual(
      chat.logAnswers.map(({ answer }) => isUserError(answer) && answer.code),
      ['no-such-site', 'logs-unreadable'],
    )
    assert.match(JSON.stringify(written), /SSM is away[^]*Slack is away/)
  })

  it('answers the command line, which waits', async () => {
    const { lambda, write, machines } = await aStack()
    write({ web: 'one\ntwo\n' })
    const { readLogs } = openStack(lambda, 'orchard')
    const first = await readLogs({ name: 'plum' }, { lines: 1, follow: true })
    assert.deepEqual([first.name, first.text, first.hasMore], ['web', 'two\n', true])
    const [machine] = machines()
    assert.ok(machine)
    machine.disk.logs = { web: 'one\ntwo\nthree\n' }
    const next = await readLogs({ name: 'plum' }, { lines: 9, follow: true, after: first.place })
    assert.equal(next.text, 'three\n')
  })

  it('tells the command line what people are told', async () => {
    const { lambda, write, ask, reconcile, ports } = await aStack()
    write({ web: '' })
    const { readLogs } = openStack(lambda, 'orchard')
    const refused = (log: string, name = 'plum') =>
      readLogs({ name }, { log, lines: 1 }).then(
        () => assert.fail('it was read'),
        (error: unknown) => isUserError(error) && [error.code, error.params],
      )
    assert.deepEqual(await refused('worker'), ['log-missing', { name: 'plum', log: 'worker', logs: ['web'] }])
    assert.deepEqual(await refused('web', 'fig'), ['no-such-site', { name: 'fig' }])
    await ask((site) => ({ ...site, spec: { ...site.spec, desired: 'asleep' } }))
    await reconcile()
    assert.deepEqual(await refused('web'), ['logs-not-now', { name: 'plum', phase: 'asleep' }])
    ports.store.load = () => Promise.reject(new Error('The table is away'))
    await assert.rejects(readLogs({ name: 'plum' }, { lines: 1 }), /table is away/)
  })

  it('leaves other events alone', async () => {
    const { handler } = await aStack()
    for (const event of [alarmEvent, streamEvent, undefined, { logs: {} }, { logs: { ...request, lines: 'all' } }])
      assert.equal(handler(event), undefined)
  })
})
