import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import * as z from 'zod'
import { close, listen } from '../../src/local/listen.ts'
import { signedCommand, signedEvent } from '../support/signed-event.ts'
import { type FunctionName, functionNames } from '../../src/aws/names.ts'
import { saveOfferedImages } from '../../src/aws/offered-images.ts'
import { makeCodeCaches } from '../../tools/code-cache/make-code-caches.ts'
import { RUNTIME_FLAGS, START } from '../../tools/lambda-node.ts'
import { buildFunctions } from '../../tools/build-functions.ts'
import { inputIds } from '../../views/action-ids.ts'
import { startFakeParameters } from '../support/fake-parameters.ts'
import { engineEnvironment, gatewayEnvironment, slackEnvironment } from '../support/function-environment.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { balancerEvent } from '../lambda/events.ts'
import { readLine } from '../support/log-reader.ts'
import { runFunction } from './run-function.ts'

const root = join(import.meta.dirname, '../..')
const sourceMap = z.object({ sources: z.array(z.string()) })

/** The files of ours that a function is made of. */
async function ourSources(folder: string): Promise<string[]> {
  const maps = (await readdir(folder)).filter((file) => file.endsWith('.js.map'))
  const sources = await Promise.all(
    maps.map(async (file) => sourceMap.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))).sources),
  )
  return sources
    .flat()
    .map((source) => join(folder, source))
    .filter((path) => ['src', 'views'].includes(relative(root, path).split(sep)[0] ?? ''))
}

const processSchema = z.object({ execArgv: z.array(z.string()), argv: z.array(z.string()) })

const SIGNING_SECRET = 'the signing secret'

const help = (secret = SIGNING_SECRET) => signedCommand('help', secret)

/** What Slack sends while somebody types in the form's field for the repository. */
const typing = () => {
  const payload = {
    type: 'block_suggestion',
    user: { id: 'U0BEN', team_id: 'T0ACME' },
    team: { id: 'T0ACME', domain: 'acme' },
    action_id: inputIds.repository,
    block_id: inputIds.repository,
    value: 'web',
    view: { id: 'V1', type: 'modal', callback_id: 'create-form', private_metadata: '{}', state: { values: {} } },
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return signedEvent({ kind: 'form', body }, SIGNING_SECRET, Date.now())
}

describe('the functions as they are built', () => {
  let directory: TemporaryDirectory
  let slackApi: Server
  let parameters: Awaited<ReturnType<typeof startFakeParameters>>
  let env: Record<string, string>
  let slackSettings: (changes?: { name?: string }) => Record<string, string>
  const opened: string[] = []
  before(async () => {
    directory = await makeTemporaryDirectory()
    await buildFunctions(directory.path)
    slackApi = createServer((req, res) => {
      res.setHeader('content-type', 'application/json')
      // GitHub's part of this server knows nobody.
      if (req.url?.endsWith('/views.open') === true) void text(req).then((body) => opened.push(body))
      const isGithub = req.url?.startsWith('/github/') === true
      if (isGithub) res.statusCode = 401
      res.end(JSON.stringify(isGithub ? { message: 'Bad credentials' } : { ok: true, user: { locale: 'ja-JP' } }))
    })
    const slackPort = await listen(slackApi)
    parameters = await startFakeParameters({
      '/pokopoko/slack-signing-secret': SIGNING_SECRET,
      '/pokopoko/slack-bot-token': 'xoxb-the-token',
      '/pokopoko/github-token': 'ghp_the-token',
      '/pokopoko/webhook-key': 'the key of webhooks',
    })
    env = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL_SSM: parameters.url,
      // Nothing listens there: what is asked of it fails.
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    }
    slackSettings = (changes = {}) =>
      slackEnvironment({
        ...changes,
        slackApiUrl: `http://127.0.0.1:${slackPort}/api/`,
        github: { org: 'orchard', apiUrl: `http://127.0.0.1:${slackPort}/github` },
      })
  })
  after(async () => {
    await close(slackApi)
    await parameters.close()
    await directory.remove()
  })
  beforeEach(() => parameters.calls.splice(0))

  const built = (name: FunctionName, file = 'function.js') => join(directory.path, name, file)

  const run = (name: FunctionName, settings: Record<string, string>, events: unknown[]) =>
    runFunction(join(directory.path, name), { ...env, ...settings }, events)

  it('answer Slack, with secrets from SSM that are asked for once', async () => {
    const { outcomes } = await run('slack', slackSettings(), [help(), help()])
    for (const { answer } of outcomes ?? []) {
      assert.match(JSON.stringify(answer), /"statusCode":200.*\/testsite extend/)
    }
    assert.equal(outcomes?.length, 2)
    assert.equal(parameters.calls.length, 1)
  })

  it('start with all that Lambda starts Node with, but for the flag that costs Node its own code cache', async () => {
    const event = JSON.stringify({ text: ' of two words' })
    const command = [
      process.execPath,
      ...RUNTIME_FLAGS,
      '-p',
      'JSON.stringify({ execArgv: process.execArgv, argv: process.argv })',
      event,
    ]
    for (const name of functionNames) {
      const { stdout } = await promisify(execFile)(built(name, START), command)
      const { execArgv, argv } = processSchema.parse(JSON.parse(stdout))
      assert.deepEqual(execArgv.slice(0, 4), ['--min-semi-space-size=16', ...RUNTIME_FLAGS.slice(1)])
      assert.equal(argv.at(-1), event)
    }
  })

  it('check settings that others have checked', async () => {
    const others = { ...slackSettings(), SETTINGS_VERSION: 'another' }
    const { outcomes } = await run('slack', others, [help()])
    assert.match(JSON.stringify(outcomes), /testsite/)
    const { trouble } = await run('slack', { ...others, SETTINGS: '{}' }, [])
    assert.match(trouble, /\[ConfigError\]: .*: is missing/)
  })

  it('open the form with the images that a sweep has saved, without asking EC2', async () => {
    const { client, tableName, close: closeTable } = await openTemporaryTable()
    try {
      await saveOfferedImages({ client, tableName }, [{ id: 'ami-1', label: 'Agency' }], Date.now())
      const { port } = (await client.config.endpoint?.()) ?? assert.fail()
      const endpoint = { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` }
      const settings = { ...slackSettings({ name: tableName }), ...endpoint }
      const { outcomes } = await run('slack', settings, [signedCommand('', SIGNING_SECRET)])
      assert.deepEqual(outcomes, [{ answer: { statusCode: 200, body: '' } }])
      assert.match(decodeURIComponent(opened.at(-1) ?? ''), /image\\":\\"ami-1/)
    } finally {
      await closeTable()
    }
  })

  it('know the errors of a part that is bundled apart', async () => {
    const { outcomes } = await run('slack', slackSettings(), [typing()])
    assert.match(JSON.stringify(outcomes), /"statusCode":200.*認証できませんでした/)
  })

  it('know their own errors by name, since each part has classes of its own', async () => {
    const paths = (await Promise.all(functionNames.map((name) => ourSources(join(directory.path, name))))).flat()
    const code = (await Promise.all([...new Set(paths)].map((path) => readFile(path, 'utf8')))).join('\n')
    const classes = [...code.matchAll(/class (\w+)\b.* extends (\w*Error) \{\n +(.*)/g)]
    assert.ok(classes.some(([, name]) => name === 'GithubError'))
    for (const [, name = '', base, firstLine] of classes) {
      assert.equal(
        base,
        'Error',
        `${name}: a subclass has another name, by which its base's predicate does not know it`,
      )
      assert.match(firstLine ?? '', /^override readonly name = '\w+'$/)
      assert.doesNotMatch(code, new RegExp(`instanceof ${name}\\b`))
    }
  })

  it('answer nobody else, and write down why once a minute', async () => {
    const { outcomes, log } = await run('slack', slackSettings(), [help('another secret'), help('another secret')])
    assert.deepEqual(outcomes, [{ answer: { statusCode: 401, body: '' } }, { answer: { statusCode: 401, body: '' } }])
    const warnings = log.split('\n').filter((line) => line.includes('"WARN"'))
    assert.deepEqual(
      warnings.map((line) => ({ ...readLine(line), timestamp: '' })),
      [
        {
          level: 'WARN',
          message: 'Rejected a request to the endpoint for Slack',
          timestamp: '',
          service: 'sites',
          requestId: 'request-0',
          reason: 'another signature',
          requests: 1,
        },
      ],
    )
  })

  describe('with a code cache', () => {
    let folder: string
    beforeEach(async () => {
      folder = join(directory.path, 'cached')
      await cp(join(directory.path, 'slack'), folder, { recursive: true })
      await makeCodeCaches(folder, [[process.execPath]])
    })
    afterEach(() => rm(folder, { recursive: true }))

    const start = (flags?: string[]) => runFunction(folder, { ...env, ...slackSettings() }, [help()], flags)
    const logged = async (flags?: string[]) => {
      const { outcomes, log } = await start(flags)
      assert.match(JSON.stringify(outcomes), /"statusCode":200/)
      return log.split('\n').flatMap((line) => (line === '' ? [] : [readLine(line)['codeCache']]))
    }
    const change = async (ending: string, with_: (bytes: Buffer) => Buffer) => {
      const name = (await readdir(folder)).find((file) => file.endsWith(ending)) ?? assert.fail()
      await writeFile(join(folder, name), with_(await readFile(join(folder, name))))
    }

    it('use it', async () => assert.deepEqual(await logged(), []))

    it('say that there is none for a text that has changed, if only by a letter', async () => {
      await change('function.js', (bytes) => Buffer.from(bytes.toString().replace('/testsite help', '/testsite HELP')))
      assert.deepEqual(await logged(), ['missing'])
    })

    it('say that V8 has rejected it: with other flags, and when it is damaged', async () => {
      assert.deepEqual(await logged(['--no-opt']), ['rejected'])
      await change('.cache', (bytes) => bytes.subarray(0, -1))
      assert.deepEqual(await logged(), ['rejected'])
    })
  })

  it('ask for their secrets again after a failure, and tell nobody what they are', async () => {
    parameters.breakFor(3)
    const { outcomes, log, trouble } = await run('slack', slackSettings(), [help(), help()])
    assert.deepEqual(
      outcomes?.map(({ error }) => error !== undefined),
      [true, false],
    )
    const said = `${JSON.stringify(outcomes?.[0])}${log}${trouble}`
    assert.ok(!said.includes(SIGNING_SECRET) && !said.includes('xoxb-the-token'))
  })

  it('report what breaks as one line of JSON', async () => {
    const { outcomes, log, trouble } = await run('gateway', gatewayEnvironment(), [balancerEvent()])
    assert.match(JSON.stringify(outcomes), /"statusCode":502/)
    const lines = `${log}${trouble}`.trimEnd().split('\n')
    assert.equal(lines.length, 1)
    const { level, service, requestId, error } = readLine(lines[0] ?? '')
    assert.deepEqual([level, service, requestId], ['ERROR', 'sites', 'request-0'])
    assert.match(JSON.stringify(error), /ECONNREFUSED.*"stack"/)
  })

  it('log what people ask for, and how it ended', async () => {
    const { log } = await run('slack', slackSettings(), [signedCommand('sleep plum', SIGNING_SECRET)])
    const lines = log.trimEnd().split('\n').map(readLine)
    assert.equal(lines.length, 1)
    const { level, service, requestId, operation, user, outcome, error } = lines[0] ?? assert.fail()
    assert.deepEqual(
      { level, service, requestId, operation, user, outcome },
      {
        level: 'ERROR',
        service: 'sites',
        requestId: 'request-0',
        operation: 'sleep',
        user: 'U0BEN',
        outcome: 'failed',
      },
    )
    assert.match(JSON.stringify(error), /ECONNREFUSED/)
  })

  it('throw what they do not know, so that it is kept', async () => {
    const { outcomes } = await run('reconcile', engineEnvironment({ github: { org: 'orchard' } }), [{ hello: 'world' }])
    assert.match(outcomes?.[0]?.error ?? '', /UnknownEventError: .*hello/)
  })

  it('name our files in what they log and throw, without a flag that reads source maps at their start', async () => {
    const { outcomes } = await run('reconcile', engineEnvironment({ github: { org: 'orchard' } }), [{ hello: 'world' }])
    assert.match(outcomes?.[0]?.error ?? '', /\n    at readEvent \(.*src\/lambda\/names-of-event\.ts:\d+:\d+\)\n/)
    const { trouble } = await run('slack', {}, [])
    assert.match(trouble, /\n    at readSettings \(.*src\/aws\/settings\.ts:\d+:\d+\)\n/)
    const { log } = await run('slack', slackSettings(), [typing()])
    assert.match(log, /\\n    at .*src\/github\/[\w-]+\.ts:\d+:\d+/)
  })

  for (const name of functionNames) {
    it(`${name}: does not start without its settings, and names all of them`, async () => {
      const { outcomes, trouble } = await run(name, {}, [])
      assert.equal(outcomes, undefined)
      const missing =
        name === 'bake'
          ? /launchTemplateId: is missing, for example "lt-0123456789abcdef0"/
          : /domain: is missing, for example "test\.example\.com"/
      assert.match(trouble, missing)
    })
  }

  it('hold no clients that they do not need', async () => {
    const clients = async (name: FunctionName, file?: string) => {
      const code = await readFile(built(name, file), 'utf8')
      return ['DynamoDB', 'SSM', 'EC2', 'Elastic Load Balancing v2', 'Route 53', 'S3', 'Scheduler'].filter((id) =>
        code.includes(`serviceId??"${id}"`),
      )
    }
    assert.deepEqual(await clients('gateway'), ['DynamoDB'])
    assert.deepEqual(await clients('slack'), [])
    assert.deepEqual(await clients('slack', 'offers.js'), ['EC2'])
    assert.deepEqual(await clients('slack', 'environment-access.js'), [])
    assert.deepEqual(await clients('bake'), ['DynamoDB', 'SSM', 'EC2', 'S3'])
    assert.equal((await clients('reconcile')).length, 7)
  })
})
