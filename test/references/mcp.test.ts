import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { type ElicitResult, ElicitRequestSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import sinon from 'sinon'
import * as z from 'zod'
import { operationNames } from '../../src/site/operations/all.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { aTerminal } from '../cli/a-terminal.ts'

interface ClientOptions {
  /** Its arguments. */
  line?: string
  env?: NodeJS.ProcessEnv
  /** Left out: it can't ask people. */
  answer?: (message: string, signal: AbortSignal) => Promise<ElicitResult> | ElicitResult
  name?: string
  tableAlone?: boolean
}

const contentSchema = z.object({
  content: z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join('\n')),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

const open: { close(): Promise<unknown> }[] = []

/** A client of `pokopoko mcp`, beside a site `plum` that is ready. */
async function aClient({
  line = 'mcp --as U0NADIA',
  env = {},
  answer,
  name = 'Robin',
  tableAlone,
}: ClientOptions = {}) {
  const at = await aTerminal({ ...(tableAlone === true && { tableAlone }) })
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const ended = at.start(line, { stdin, stdout, stderr }, env)
  const client = new Client({ name, version: '1' }, { capabilities: answer === undefined ? {} : { elicitation: {} } })
  if (answer !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }, { signal }) => answer(params.message, signal))
  }
  await client.connect(overStreams(stdout, stdin))
  open.push(client)
  const call = async (tool: string, args: Record<string, unknown> = {}, signal?: AbortSignal) =>
    contentSchema.parse(
      await client.callTool({ name: tool, arguments: args }, undefined, { ...(signal && { signal }) }),
    )
  return { ...at, client, call, ended, leave: () => stdin.end(), problems: () => String(stderr.read() ?? '') }
}

function overStreams(input: Readable, output: Writable): Transport {
  const buffer = new ReadBuffer()
  const transport: Transport = {
    start: async () => {
      input.on('data', (chunk: Buffer) => {
        buffer.append(chunk)
        for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage()) {
          transport.onmessage?.(message)
        }
      })
    },
    send: async (message: JSONRPCMessage) => void output.write(serializeMessage(message)),
    close: async () => void output.end(),
  }
  return transport
}

describe('pokopoko mcp', () => {
  afterEach(() => Promise.all(open.splice(0).map((client) => client.close())))

  it('lists each operation, and what else can be done with sites, with plain schemas', async () => {
    const { client } = await aClient()
    const { tools } = await client.listTools()
    const names = tools.map(({ name }) => name)
    assert.deepEqual(names, ['list', 'show', 'shares', 'deploy-state', 'logs', 'create', ...operationNames])
    for (const { name, description, inputSchema, outputSchema } of tools) {
      assert.notEqual(description ?? '', '', name)
      assert.equal(inputSchema.type, 'object', name)
      assert.equal(outputSchema?.type, 'object', name)
      const { properties = {} } = inputSchema
      assert.ok(name === 'list' || 'name' in properties, name)
      for (const [property, schema] of Object.entries(properties)) {
        const { type = 'none' } = z.looseObject({ type: z.string().optional() }).parse(schema)
        assert.ok(['string', 'boolean', 'integer'].includes(type), `${name} ${property}: ${JSON.stringify(schema)}`)
      }
    }
    const schemaOf = (name: string) => tools.find((tool) => tool.name === name)?.inputSchema
    assert.deepEqual(schemaOf('extend')?.required, ['name', 'until'])
    assert.deepEqual(schemaOf('create')?.required, ['name', 'repository', 'channel'])
    const destructive = tools.filter(({ annotations }) => annotations?.destructiveHint === true)
    assert.deepEqual(
      destructive.map(({ name }) => name),
      ['delete', 'revoke-all-shares', 'delete-without-archive'],
    )
  })

  it('runs operations, and says who asked through which client', async () => {
    const at = await aClient()
    const { structuredContent } = await at.call('extend', { name: 'Plum', until: '3' })
    assert.match(JSON.stringify(structuredContent), /"name":"plum".*"by":"U0NADIA","agent":"Robin"/)
    assert.match((await at.type('show plum')).stdout, /U0NADIA via MCP: Robin extended it until/)
    assert.match((await at.type('show plum', { env: { LANG: 'ja_JP.UTF-8' } })).stdout, /U0NADIA \(MCP: Robin\) さんが/)
    await at.settle()
    assert.match((await at.type('audit')).stdout, /"by":"U0NADIA","agent":"Robin","action":"extend"/)
    const settings = { name: 'plum', 'spa-fallback': true, note: 'Orchard', 'published-directory': 'public' }
    assert.equal((await at.call('settings', settings)).isError, undefined)
    const { spec } = await at.site()
    assert.deepEqual([spec.spaFallback, spec.note, spec.documentRoot], [true, 'Orchard', 'public'])
    await at.call('settings', { name: 'plum', 'spa-fallback': false })
    assert.equal((await at.site()).spec.spaFallback, undefined)
  })

  it('creates sites, tells how far they are, and hands a generated password out once', async () => {
    const at = await aClient()
    const order = { name: 'fig', repository: 'orchard/plum', channel: 'C0HERE' }
    const { structuredContent } = await at.call('create', order)
    const { site, password } = z
      .object({ site: z.looseObject({ owner: z.string() }), password: z.string() })
      .parse(structuredContent)
    assert.deepEqual([site.owner, password.length > 10], ['U0NADIA', true])
    const state = await at.call('deploy-state', { name: 'fig' })
    assert.deepEqual(
      [state.structuredContent?.['phase'], state.structuredContent?.['address']],
      ['requested', 'https://fig.test.example.com'],
    )
    assert.equal((await at.call('deploy-state', { name: 'plum' })).structuredContent?.['phase'], 'ready')
    assert.doesNotMatch((await at.call('show', { name: 'fig' })).content, new RegExp(password))
    const listed = async (words: string) => (await at.call('list', { words })).content
    assert.match(await listed(''), /"name":"plum"/)
    assert.match(await listed('up orchard'), /"name":"plum"/)
    assert.doesNotMatch(await listed('asleep orchard'), /plum/)
    assert.match((await at.call('create', order)).content, /^name: .*fig/)
  })

  it('reads logs', async () => {
    const at = await aClient()
    const { structuredContent } = await at.call('logs', { name: 'plum', log: 'deploy', lines: 5 })
    assert.deepEqual([structuredContent?.['log'], typeof structuredContent?.['text']], ['deploy', 'string'])
    assert.match((await at.call('logs', { name: 'plum', log: '../etc' })).content, /log/)
    assert.equal((await at.call('logs', { name: 'plum', lines: 0 })).isError, true)
  })

  it('sets variables whose values nobody is shown', async () => {
    const at = await aClient()
    await at.call('environment', { name: 'plum', set: 'STRIPE_KEY=sk_live_plum' })
    const { content } = await at.call('environment', { name: 'plum' })
    assert.match(content, /STRIPE_KEY/)
    assert.doesNotMatch(content + (await at.call('show', { name: 'plum' })).content, /sk_live/)
  })

  it('asks the person before what cannot be undone', async () => {
    const asked: string[] = []
    const answers: ElicitResult[] = [
      { action: 'decline' },
      { action: 'accept', content: { yes: false } },
      { action: 'accept', content: { yes: true } },
    ]
    const at = await aClient({
      answer: (message) => {
        asked.push(message)
        return answers.shift() ?? assert.fail()
      },
    })
    for (const [result, desired] of [
      ['Nothing changed.', 'up'],
      ['Nothing changed.', 'up'],
      ['"phase":"archiving"', 'archived'],
    ] as const) {
      const { content } = await at.call('delete', { name: 'plum' })
      assert.ok(content.includes(result), content)
      assert.equal((await at.site()).spec.desired, desired)
    }
    assert.match(asked[0] ?? '', /plum/)
  })

  it('does not do what it cannot ask about, unless it was told to', async () => {
    const at = await aClient()
    const refused = await at.call('settings', { name: 'plum', size: 't3.large' })
    assert.equal(refused.isError, true)
    assert.match(refused.content, /A person has to confirm this.*stops plum.*--yes/)
    assert.equal((await at.site()).spec.size, 'small')
    const willing = await aClient({ line: 'mcp --yes' })
    await willing.call('settings', { name: 'plum', size: 't3.large' })
    assert.equal((await willing.site()).spec.size, 't3.large')
  })

  it('does nothing for a late yes to a call that was given up', async () => {
    let sayYes = (_answer: ElicitResult) => {}
    const yesLater = new Promise<ElicitResult>((resolve) => {
      sayYes = resolve
    })
    const questions = new EventEmitter()
    const at = await aClient({ answer: async () => (questions.emit('asked'), yesLater) })
    const given = new AbortController()
    const asked = once(questions, 'asked')
    const call = at.call('delete', { name: 'plum' }, given.signal)
    await asked
    given.abort()
    await assert.rejects(call)
    sayYes({ action: 'accept', content: { yes: true } })
    // The answer to this comes after that yes.
    await at.call('show', { name: 'plum' })
    assert.equal((await at.site()).spec.desired, 'up')
  })

  it('waits for a person longer than the client’s time limit, which progress begins anew', async () => {
    const questions = new EventEmitter()
    const at = await aClient({
      answer: async () => {
        const answered = once(questions, 'answered')
        questions.emit('asked')
        await answered
        return { action: 'accept', content: { yes: true } }
      },
    })
    // What was under way before has its own timers.
    await at.client.ping()
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    try {
      const asked = once(questions, 'asked')
      const patient = { timeout: MINUTE_MS, resetTimeoutOnProgress: true, onprogress: () => {} }
      const call = at.client.callTool({ name: 'delete', arguments: { name: 'plum' } }, undefined, patient)
      await asked
      for (let passed = 0; passed < 5 * MINUTE_MS; passed += 10_000) {
        await clock.tickAsync(10_000)
        await at.client.ping()
      }
      questions.emit('answered')
      await call
      assert.equal((await at.site()).spec.desired, 'archived')
    } finally {
      clock.restore()
    }
  })

  it('withdraws each question whose call was given up, the first as well', async () => {
    const questions = new EventEmitter()
    const at = await aClient({
      answer: async (_message, signal) => {
        const withdrawn = once(signal, 'abort')
        questions.emit('asked')
        await withdrawn
        questions.emit('withdrawn')
        return { action: 'cancel' }
      },
    })
    for (let time = 1; time <= 2; time++) {
      const given = new AbortController()
      const [asked, withdrawn] = [once(questions, 'asked'), once(questions, 'withdrawn')]
      const call = at.call('delete', { name: 'plum' }, given.signal)
      await asked
      given.abort()
      await assert.rejects(call)
      await withdrawn
    }
  })

  it('says what is wrong, and keeps to itself what only operators should read', async () => {
    const at = await aClient()
    assert.match((await at.call('extend', { name: 'plum', until: 'soon' })).content, /soon/)
    assert.match((await at.call('show', { name: 'pear' })).content, /pear/)
    assert.match((await at.call('extend', { name: 'plum' })).content, /until/)
    assert.match((await at.call('hand-over', { name: 'plum', to: 'Aki' })).content, /\S/)
    at.store.load = () => Promise.reject(new Error('arn:aws:dynamodb is on fire'))
    const { content, isError } = await at.call('show', { name: 'plum' })
    assert.equal(isError, true)
    assert.match(content, /standard error of pokopoko mcp/)
    assert.doesNotMatch(content, /arn/)
    assert.match(at.problems(), /on fire/)
  })

  it('takes no name of a client as it is', async () => {
    const at = await aClient({ name: `\u001B[31m<!channel> ${'x'.repeat(200)}` })
    await at.call('redeploy', { name: 'plum' })
    const { agent = '' } = (await at.site()).history[0] ?? {}
    assert.equal([...agent].length, 60)
    assert.ok(!agent.includes('\u001B'))
  })

  it('ends when its client goes', async () => {
    const at = await aClient()
    at.leave()
    assert.equal(await at.ended, 0)
    assert.equal(at.isOpen(), false)
  })
})
