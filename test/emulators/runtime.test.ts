import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import * as z from 'zod'
import { WAKE_PATH } from '../../views/gateway.ts'
import { functionNames } from '../../src/aws/names.ts'
import { signedCommand } from '../support/signed-event.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { balancerEvent, streamEvent } from '../lambda/events.ts'
import { aSite } from '../support/a-site.ts'
import { eventually } from './support/eventually.ts'
import { type Container, LAMBDA_NODE, startContainer } from './support/lambda/container.ts'
import type { Outcome } from './support/lambda/runtime-api.ts'
import { START } from '../../tools/lambda-node.ts'
import { openSurroundings, SIGNING_SECRET, type Surroundings } from './support/lambda/surroundings.ts'

const command = (text: string) => signedCommand(text, SIGNING_SECRET)

/** Longer than the clients wait for one answer while somebody in Slack waits. It passes for nobody but a process that stands still. */
const LONG_FREEZE_MS = 1200

const statusOf = (outcome: Outcome) => answerSchema.parse(outcome).value.statusCode
const answerSchema = z.object({ kind: z.literal('answer'), value: z.looseObject({ statusCode: z.number() }) })

describe('the functions as they are built, in the runtime that they are deployed to', () => {
  let around: Surroundings
  let container: Container | undefined
  before(async () => {
    around = await openSurroundings()
    const soon = Date.now() + 5 * DAY_MS
    await around.store.create(aSite({ spec: { owner: 'U0BEN', expiresAt: soon, expirySetAt: Date.now() } }))
  })
  after(() => around.close())
  beforeEach(() => {
    around.parameters.calls.splice(0)
    around.slack.calls.splice(0)
  })
  afterEach(async () => {
    await container?.stop()
    container = undefined
  })
  const start = async (...what: Parameters<Surroundings['start']>) => (container = await around.start(...what))
  const opened = () => around.slack.calls.filter((call) => call === 'views.open').length

  it('run on the version of Node that is deployed', async () => {
    const { stdout } = await promisify(execFile)(LAMBDA_NODE, ['--version'])
    for (const name of functionNames) {
      assert.equal(around.deployed(name).runtime, `nodejs${stdout.slice(1).split('.')[0]}.x`)
    }
  })

  it('answer when they have just started, and when they are warm, by secrets that are asked for once', async () => {
    const slack = await start('slack')
    assert.equal(statusOf(await slack.invoke(command('help'))), 200)
    assert.equal(statusOf(await slack.invoke(command('help'))), 200)
    assert.equal(around.parameters.calls.length, 1)
    // The function for Slack came from its code cache, or the log would say so.
    assert.equal((await slack.stop()).log, '')
  })

  it('answer after a freeze in which all connections were closed, at the first try', async () => {
    const slack = await start('slack')
    for (const [turn, cut] of ['before', 'at the thaw', 'long before'].entries()) {
      assert.equal(statusOf(await slack.invoke(command('extend plum'))), 200)
      if (cut !== 'at the thaw') assert.ok(around.cut() > 0)
      if (cut === 'long before') await setTimeout(LONG_FREEZE_MS)
      const thawing = () => void (cut === 'at the thaw' && assert.ok(around.cut() > 0))
      assert.equal(statusOf(await slack.invoke(command('extend plum'), thawing)), 200)
      assert.equal(opened(), 2 * (turn + 1), cut)
    }
    assert.equal((await slack.stop()).log, '')
  })

  it('answer when they were frozen in the middle of their start, with the secrets on the way', async () => {
    const slack = await start('slack')
    around.cut()
    await setTimeout(LONG_FREEZE_MS)
    assert.equal(statusOf(await slack.invoke(command('help'))), 200)
  })

  it('outlive secrets that cannot be had, and ask again', async () => {
    around.parameters.breakFor(3)
    const slack = await start('slack')
    assert.equal((await slack.invoke(command('help'))).kind, 'error')
    assert.equal(statusOf(await slack.invoke(command('help'))), 200)
  })

  it('leave nothing for later when they have answered: a thaw brings no call of an earlier event', async () => {
    const slack = await start('slack')
    for (const text of ['', 'extend plum', 'list', 'nonsense']) {
      await slack.invoke(command(text))
      const calls = [...around.slack.calls]
      assert.equal(around.slack.open(), 0, text)
      await slack.invoke(command('help'))
      assert.deepEqual(around.slack.calls, calls, text)
    }
    await slack.stop()
    const careless = `exports.handler = async () => { setImmediate(fetch, '${around.slackUrl}/api/late') }`
    const other = await startContainer(await aFunction(careless), around.deployed('slack'), {})
    container = other
    await eventually('one that leaves something is seen', async () => {
      await other.invoke({})
      return around.slack.calls.includes('late') || undefined
    })
  })

  it('read what a load balancer sends in any of its forms', async () => {
    await around.store.create(
      aSite({ name: 'pear', spec: { desired: 'asleep' }, status: { instance: { state: 'stopped' } } }),
    )
    const gateway = await start('gateway')
    const request = {
      method: 'POST',
      path: WAKE_PATH,
      host: 'pear.test.example.com',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Accept-Language': 'ja',
        Authorization: `Basic ${btoa('guest:wrong')}`,
      },
      body: 'back=%2F',
    }
    for (const form of [{}, { base64: true }, { multiValue: true }, { base64: true, multiValue: true }]) {
      const outcome = await gateway.invoke(balancerEvent(request, form))
      assert.equal(statusOf(outcome), 401, JSON.stringify(form))
      const headers = form.multiValue === true ? '"multiValueHeaders":' : '"headers":'
      const language = form.multiValue === true ? '"content-language":["ja"]' : '"content-language":"ja"'
      const answer = JSON.stringify(outcome)
      assert.ok(answer.includes(headers) && answer.includes(language), answer)
    }
  })

  it('name the records of a batch that failed, and these alone', async () => {
    const reconcile = await start('reconcile')
    const names = ['quince', 'plum', 'fig']
    const batch = streamEvent(names.map((name, index) => ({ name, sequenceNumber: String(100 + index) })))
    // Nothing can be done for plum, since no service is there; of the others there is no record any more.
    assert.deepEqual(await reconcile.invoke(batch), {
      kind: 'answer',
      value: { batchItemFailures: [{ itemIdentifier: '101' }] },
    })
    assert.equal((await reconcile.invoke({ hello: 'world' })).kind, 'error')
    assert.deepEqual(await reconcile.invoke(streamEvent([])), { kind: 'answer', value: { batchItemFailures: [] } })
  })

  for (const name of functionNames.filter((one) => one !== 'slack')) {
    it(`${name} does not start without its settings, and says which`, async () => {
      const { failed, stop } = await start(name, {})
      assert.equal(failed?.type, 'ConfigError')
      assert.match(failed.message, name === 'bake' ? /^launchTemplateId: is missing/m : /^domain: is missing/)
      assert.equal((await stop()).status, 1)
    })
  }

  it('slack ends without its settings, which it loads the schemas to check, and says which', async () => {
    await assert.rejects(start('slack', {}), /The runtime itself ended[^]*\[ConfigError\]: domain: is missing/)
  })

  it('are of the kind that this runtime takes: none has a callback', async () => {
    const old = 'exports.handler = (event, context, callback) => callback(null, 1)'
    container = await startContainer(await aFunction(old), around.deployed('slack'), {})
    assert.equal(container.failed?.type, 'Runtime.CallbackHandlerDeprecated')
    for (const name of functionNames) {
      await container.stop()
      assert.equal((await start(name)).failed, undefined, name)
    }
  })

  /** The place of a function with that code, beside ours. */
  const aFunction = async (code: string) => {
    const place = await mkdtemp(join(around.directory, 'other-'))
    await writeFile(join(place, 'index.js'), code)
    await copyFile(join(around.directory, 'slack', START), join(place, START))
    return place
  }
})
