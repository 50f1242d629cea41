import assert from 'node:assert/strict'
import { type InvocationRequest, LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod'
import { terminalText } from '../../views/text/terminal.ts'
import { takeLetters } from '../../src/cli/dead-letter-queues.ts'
import { openStack } from '../../src/cli/deployed-stack.ts'
import { createReplay } from '../../src/cli/replay.ts'
import { bakedImages } from '../../src/control/images/bake.ts'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { createBakeHandler } from '../../src/lambda/bake-handler.ts'
import { createReconcileHandler } from '../../src/lambda/reconcile-handler.ts'
import { createSweepHandler } from '../../src/lambda/sweep-handler.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { alarmEvent, commandEvent, imageEvent, instanceEvent } from '../lambda/events.ts'
import { AwsError, answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../support/aws/fake-service.ts'
import { createFakeSqs } from '../support/aws/fake-sqs.ts'
import { aTerminal } from './a-terminal.ts'
import { lostBatch, lostInvocation, undelivered, unscheduled } from './dead-letters.ts'

const STREAM = 'orchard-stream-failures'
const EVENTS = 'orchard-events-failures'
const SCHEDULES = 'orchard-schedules-failures'
const queues = [STREAM, EVENTS, SCHEDULES]

/** The account's stack `orchard`: its queues, and its functions, which look for real. */
async function aStack(names = queues) {
  const reconciled: string[] = []
  const broken = new Set<string>()
  let sqs: ReturnType<typeof createFakeSqs> | undefined
  const terminal = await aTerminal({
    replay: (life) => {
      const reconcile = async (name: string) => {
        reconciled.push(name)
        if (broken.has(name)) throw new Error(`no ${name}`)
        await life.reconcile()
      }
      const { client } = (sqs = createFakeSqs(life.clock, names))
      const { invoke } = openStack(functionsOf({ reconcile, ports: life.ports }), 'orchard')
      return createReplay({
        stack: 'orchard',
        takeLetters: () => takeLetters(client, 'orchard', terminalText.en),
        invoke,
      })
    },
  })
  assert.ok(sqs)
  return { ...terminal, sqs, reconciled, broken }
}

function functionsOf({
  reconcile,
  ports,
}: {
  reconcile(name: string): Promise<void>
  ports: Parameters<typeof createSweep>[0]
}) {
  const bake = createBakeHandler({
    ...ports,
    base: async () => 'debian-13',
    size: 'small',
    label: 'Agency',
    keepImages: async () => {},
    wait: async () => {},
    log: () => {},
  })
  const functions: Record<string, (event: unknown) => Promise<unknown>> = {
    'orchard-reconcile': createReconcileHandler({
      reconcile: reconcile,
      siteOfInstance: async () => 'plum',
      siteOfImage: async () => 'pear',
      log: () => {},
    }),
    'orchard-bake': (event) => bake(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => HOUR_MS }),
    'orchard-sweep': createSweepHandler({
      sweep: createSweep(ports, reconcile),
      keepImages: async () => {},
      log: () => {},
    }),
  }
  const service = createFakeService({
    Invoke: async ({ FunctionName = '', InvocationType, Payload }: InvocationRequest) => {
      const handler = functions[FunctionName]
      if (handler === undefined) throw new AwsError('ResourceNotFoundException')
      // Lambda answers any other at once, with nothing about how it went.
      if ((InvocationType ?? 'RequestResponse') !== 'RequestResponse') return { StatusCode: 202 }
      try {
        const answer = (await handler(JSON.parse(Buffer.from(Payload ?? []).toString()))) ?? null
        return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(answer)) }
      } catch {
        return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"secret"}') }
      }
    },
  })
  const client = new LambdaClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return client
}

const lettersSchema = z.object({
  letters: z.array(z.object({ queue: z.string(), outcome: z.string(), about: z.string().optional() }).loose()),
})

describe('pokopoko replay', () => {
  it('looks at what events and alarms were about, and removes them', async () => {
    const at = await aStack()
    at.sqs.send(EVENTS, lostInvocation('orchard-reconcile', imageEvent))
    at.sqs.send(EVENTS, instanceEvent, undelivered('orchard-reconcile'))
    at.sqs.send(SCHEDULES, { name: 'quince' }, unscheduled('orchard-reconcile'))
    const { exitCode, stdout } = await at.type('replay')
    assert.equal(exitCode, 0)
    assert.deepEqual(at.reconciled.toSorted(), ['pear', 'plum', 'quince'])
    assert.match(stdout, /event {2}image ami-0123456789abcdef0 {2}succeeded\n/)
    assert.match(stdout, /event {2}machine i-0123456789abcdef0 {2}succeeded\n/)
    assert.match(stdout, /alarm {2}site quince {2}succeeded\nSucceeded: 3\. Still waiting: 0\.\n$/)
    for (const queue of queues) assert.deepEqual(at.sqs.bodies(queue), [])
  })

  it('sweeps for saves that were not looked at, and for sweeps, once for all', async () => {
    const at = await aStack()
    const site = await at.site()
    await at.ports.store.save({ ...site, status: { ...site.status, alarmAt: undefined } })
    for (let count = 0; count < 12; count++) at.sqs.send(STREAM, lostBatch('orchard-reconcile'))
    at.sqs.send(EVENTS, lostInvocation('orchard-sweep', { source: 'aws.events', detail: {} }))
    assert.match((await at.type('replay')).stdout, /Succeeded: 13\. Still waiting: 0\./)
    assert.deepEqual(at.reconciled, ['plum'])
  })

  it('bakes the image that could not be baked', async () => {
    const at = await aStack()
    at.sqs.send(EVENTS, lostInvocation('orchard-bake', { source: 'aws.events', detail: {} }))
    assert.match((await at.type('replay')).stdout, /event {2}image {2}succeeded\nSucceeded: 1\./)
    assert.equal((await bakedImages(at.ports.instances, 'Agency')).length, 1)
  })

  it('asks for the same thing once', async () => {
    const at = await aStack()
    for (const _ of [1, 2, 3]) at.sqs.send(SCHEDULES, alarmEvent, unscheduled('orchard-reconcile'))
    at.sqs.send(EVENTS, lostInvocation('orchard-reconcile', alarmEvent))
    await at.type('replay')
    assert.deepEqual(at.reconciled, ['plum'])
    assert.deepEqual([at.sqs.bodies(SCHEDULES), at.sqs.bodies(EVENTS)], [[], []])
  })

  it('leaves what fails again, for another time, and says so', async () => {
    const at = await aStack()
    at.broken.add('quince')
    at.sqs.send(SCHEDULES, { name: 'quince' }, unscheduled('orchard-reconcile'))
    at.sqs.send(SCHEDULES, alarmEvent, unscheduled('orchard-reconcile'))
    const { exitCode, stdout } = await at.type('replay')
    assert.equal(exitCode, 1)
    assert.match(stdout, /site quince {2}failed again: orchard-reconcile failed; its log says why\n/)
    assert.match(stdout, /Succeeded: 1\. Still waiting: 1\./)
    assert.ok(!stdout.includes('secret'))
    assert.deepEqual([at.sqs.bodies(SCHEDULES), at.sqs.visible(SCHEDULES)], [['{"name":"quince"}'], 1])
    at.broken.clear()
    assert.equal((await at.type('replay')).exitCode, 0)
    assert.deepEqual(at.sqs.bodies(SCHEDULES), [])
  })

  it('leaves the saves when the sweep could not do everything', async () => {
    const at = await aStack()
    const site = await at.site()
    await at.ports.store.save({ ...site, status: { ...site.status, alarmAt: undefined } })
    at.broken.add('plum')
    at.sqs.send(STREAM, lostBatch('orchard-reconcile'))
    assert.match((await at.type('replay')).stdout, /change {2}sweep {2}failed again: The sweep could not/)
    assert.equal(at.sqs.visible(STREAM), 1)
  })

  it('leaves what it cannot read, or is for nobody here, and does the rest', async () => {
    const at = await aStack()
    const strange: [body: unknown, attributes?: Record<string, string>][] = [
      ['{"name":"plu', unscheduled('orchard-reconcile')],
      [{ name: '' }, unscheduled('orchard-reconcile')],
      [{ name: 'plum' }],
      [{ name: 'plum' }, unscheduled('meadow-reconcile')],
      [{ name: 'plum' }, unscheduled('orchard-slack')],
      [lostInvocation('orchard-reconcile', { hello: 'world' })],
    ]
    for (const [body, attributes] of strange) at.sqs.send(SCHEDULES, body, attributes)
    at.sqs.send(EVENTS, lostInvocation('orchard-reconcile', commandEvent))
    const { exitCode, stdout } = await at.type('replay')
    assert.equal(exitCode, 1)
    assert.match(stdout, /alarm {2}\? {2}can't be read; it stays in its queue\n/)
    assert.match(stdout, /Succeeded: 1\. Still waiting: 6\./)
    assert.deepEqual(at.reconciled, ['plum'])
    assert.equal(at.sqs.visible(SCHEDULES), strange.length)
  })

  it('tells what is there in a dry run, and touches nothing', async () => {
    const at = await aStack()
    at.sqs.send(SCHEDULES, alarmEvent, unscheduled('orchard-reconcile'))
    at.sqs.send(STREAM, lostBatch('orchard-reconcile'))
    const { exitCode, stdout } = await at.type('replay --dry-run --json')
    assert.equal(exitCode, 0)
    const sentAt = new Date(at.clock.now()).toISOString()
    assert.deepEqual(JSON.parse(stdout), {
      letters: [
        { sentAt, queue: 'stream', about: 'sweep', outcome: 'waiting' },
        { sentAt, queue: 'schedules', about: 'site plum', outcome: 'waiting' },
      ],
    })
    assert.deepEqual(at.reconciled, [])
    assert.deepEqual([at.sqs.visible(SCHEDULES), at.sqs.visible(STREAM)], [1, 1])
    assert.match(
      (await at.type('replay --dry-run')).stdout,
      /site plum {2}waiting\nSucceeded: 0\. Still waiting: 2\.\n/,
    )
  })

  it('keeps what it works on from others meanwhile', async () => {
    const at = await aStack()
    at.sqs.send(SCHEDULES, alarmEvent, unscheduled('orchard-reconcile'))
    const { load } = at.ports.store
    let seen: number | undefined
    at.ports.store.load = async (name) => {
      seen ??= at.sqs.visible(SCHEDULES)
      at.clock.advance(HOUR_MS / 2)
      seen += at.sqs.visible(SCHEDULES)
      at.ports.store.load = load
      return load(name)
    }
    await at.type('replay')
    assert.equal(seen, 0)
  })

  it('releases all when a queue cannot be read', async () => {
    const at = await aStack()
    at.sqs.send(STREAM, lostBatch('orchard-reconcile'))
    const refuseSchedules =
      <Args extends { input: object }, Output>(next: (args: Args) => Promise<Output>) =>
      async (args: Args) => {
        const isRefused = 'MaxNumberOfMessages' in args.input && JSON.stringify(args.input).includes(SCHEDULES)
        if (isRefused) throw new AwsError('AccessDenied')
        return next(args)
      }
    at.sqs.client.middlewareStack.add(refuseSchedules, { step: 'initialize' })
    assert.equal((await at.type('replay')).exitCode, 3)
    assert.equal(at.sqs.visible(STREAM), 1)
  })

  it('says that there is nothing', async () => {
    const at = await aStack()
    const empty = { exitCode: 0, stdout: 'The dead-letter queues are empty.\n', stderr: '' }
    assert.deepEqual(await at.type('replay'), empty)
    const { stdout } = await at.type('replay --json')
    assert.deepEqual(lettersSchema.parse(JSON.parse(stdout)).letters, [])
    assert.match((await at.type('replay', { env: { LANG: 'ja_JP.UTF-8' } })).stdout, /デッドレターキューは空です/)
  })

  it('says what to do when the stack has no such queues yet', async () => {
    const at = await aStack([STREAM, EVENTS])
    const { exitCode, stderr } = await at.type('replay')
    assert.equal(exitCode, 2)
    assert.match(stderr, /no queue orchard-schedules-failures.*npm run deploy/)
  })

  it('is for stacks on AWS: the local platform gives nothing up', async () => {
    const at = await aTerminal()
    const { exitCode, stdout, stderr } = await at.type('replay')
    assert.deepEqual([exitCode, stdout], [1, ''])
    assert.match(stderr, /There are no dead letters here.*leave out --local/)
  })
})
