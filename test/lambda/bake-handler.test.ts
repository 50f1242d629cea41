import assert from 'node:assert/strict'
import { LambdaClient, type InvocationRequest } from '@aws-sdk/client-lambda'
import { openStack } from '../../src/cli/deployed-stack.ts'
import { bakedImages } from '../../src/control/images/bake.ts'
import { createBakeHandler } from '../../src/lambda/bake-handler.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../support/aws/fake-service.ts'
import { createFakePorts, type FakePortsOptions } from '../support/fake-ports.ts'
import { createLogReader } from '../support/log-reader.ts'

const FIFTEEN_MINUTES_MS = 15 * MINUTE_MS
const DURATIONS = { bootMs: 30 * SECOND_MS, jobMs: 10 * MINUTE_MS, stopMs: 20 * SECOND_MS, imageMs: 5 * MINUTE_MS }
/** Amazon EventBridge, "Scheduled event" example. */
const monthly = { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }

function aFunction(options: FakePortsOptions = {}) {
  const { ports, clock, machines } = createFakePorts({ durations: DURATIONS, ...options })
  const { log, lines } = createLogReader(clock)
  const kept = { ids: new Array<string>(), isBroken: false }
  const handler = createBakeHandler({
    ...ports,
    base: async () => 'debian-13',
    size: 'small',
    label: 'Agency',
    keepImages: async () => {
      if (kept.isBroken) throw new Error('no table')
      kept.ids.push(...(await bakedImages(ports.instances, 'Agency')).map(({ id }) => id))
    },
    wait: async (ms) => clock.advance(ms),
    log,
  })
  /** As Lambda invokes it: with fifteen minutes. */
  const invoke = (event: unknown, awsRequestId = 'request-1') => {
    const end = clock.now() + FIFTEEN_MINUTES_MS
    return handler(event, { awsRequestId, getRemainingTimeInMillis: () => end - clock.now() })
  }
  const offered = async (label = 'Agency') => (await bakedImages(ports.instances, label)).length
  return { ports, clock, machines, lines, invoke, offered, kept }
}

describe('the bake function', () => {
  it('fails when its time is up, and goes on when Lambda tries it again', async () => {
    const { invoke, offered, machines, lines } = aFunction()
    await assert.rejects(invoke(monthly), /Agency takes longer/)
    assert.equal(await offered(), 0)
    assert.equal((await invoke(monthly)).state, 'done')
    assert.equal(await offered(), 1)
    assert.equal(new Set(machines.jobs().map(({ instanceId }) => instanceId)).size, 1)
    assert.deepEqual(
      lines().map(({ level, message, outcome }) => [level, message, outcome]),
      [
        ['INFO', 'The image Agency takes longer', 'retrying'],
        ['INFO', 'The image Agency was baked', 'succeeded'],
      ],
    )
  })

  it('saves that the image can be chosen, and has baked it even if it cannot save that', async () => {
    const { invoke, kept, lines } = aFunction({ durations: {} })
    assert.equal((await invoke(monthly)).state, 'done')
    assert.equal(kept.ids.length, 1)
    kept.isBroken = true
    assert.equal((await invoke(monthly)).state, 'done')
    assert.deepEqual(
      lines().flatMap(({ level, message }) => (level === 'ERROR' ? [message] : [])),
      ['no table'],
    )
  })

  it('bakes the first image of a stack once', async () => {
    const { invoke, offered } = aFunction({ durations: {} })
    assert.equal((await invoke({ first: true })).state, 'done')
    assert.equal((await invoke({ first: true }, 'request-2')).state, 'done')
    assert.equal(await offered(), 1)
  })

  it('says in its log why it failed, and fails, so that somebody is told', async () => {
    const { invoke, lines } = aFunction({
      durations: {},
      outcomes: () => ({ state: 'failed', reason: 'packages-failed', log: 'no mirror', permanent: false }),
    })
    await assert.rejects(invoke(monthly), /couldn't be baked \(job-failed\): npx pokopoko image bake 'Agency'/)
    const [line] = lines()
    assert.deepEqual([line?.level, line?.['stage'], line?.['log']], ['ERROR', 'installing', 'no mirror'])
  })

  it('waits for no other: that one bakes the same', async () => {
    const { invoke, ports, clock } = aFunction()
    const now = clock.now()
    await ports.store.takeLease('bake Agency', { holder: 'somebody', now, until: now + HOUR_MS })
    await assert.rejects(invoke(monthly), /Somebody else bakes/)
  })

  it('goes on for the command line in parts of twenty seconds, of any label', async () => {
    const { invoke, offered, clock } = aFunction()
    const service = createFakeService({
      Invoke: async ({ FunctionName, Payload }: InvocationRequest) => {
        assert.equal(FunctionName, 'orchard-bake')
        const before = clock.now()
        const answer = await invoke(JSON.parse(Buffer.from(Payload ?? []).toString()))
        assert.ok(clock.now() - before <= 20 * SECOND_MS)
        return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(answer)) }
      },
    })
    const lambda = new LambdaClient(nowhere)
    lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
    const { bakeImage } = openStack(lambda, 'orchard')
    let progress = await bakeImage('Shops', { holder: 'me' })
    while (progress.state === 'under-way') progress = await bakeImage('Shops', { holder: 'me', bake: progress.bake })
    assert.equal(progress.state, 'done')
    assert.deepEqual([await offered('Shops'), await offered()], [1, 0])
  })
})
