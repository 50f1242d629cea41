import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createSiteStore } from '../../src/aws/site-store.ts'
import { cliEndpointFile } from '../../src/local/platform/cli-endpoint.ts'
import { slackEnvironment } from '../support/function-environment.ts'
import { aSite } from '../support/a-site.ts'
import { killLeftovers, startMain } from '../support/local-process.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { imageEvent } from '../lambda/events.ts'
import { lostBatch, lostInvocation, unscheduled } from '../cli/dead-letters.ts'
import { startFunctions } from './functions.ts'
import { startQueues } from './queues.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))

const sdk = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

/** Runs the program itself. */
async function pokopoko(args: string[], env: NodeJS.ProcessEnv = {}, input = '') {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env['PATH'], ...env } })
  child.stdin.end(input)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { exitCode, stdout, stderr }
}

describe('the program pokopoko', () => {
  let directory: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  const open: { close(): Promise<unknown> }[] = []
  const toClose = <T extends { close(): Promise<unknown> }>(server: T): T => {
    open.push(server)
    return server
  }
  afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))
  afterEach(() => directory.remove())

  it('asks the platform that runs, and works on its table when it does not', async () => {
    const local = ['--data-dir', directory.path]
    const main = await startMain(directory.path)
    const order = ['--repository', 'acme/website', '--owner', 'U0NADIA', '--channel', 'C0SPRING']
    const created = await pokopoko(['create', 'plum', ...order, '--password-stdin', ...local], {}, 'correct horse\n')
    assert.deepEqual({ ...created, stdout: '' }, { exitCode: 0, stdout: '', stderr: '' })
    assert.match((await pokopoko(['sweep', '--dry-run', ...local])).stdout, /Sites: 1/)
    assert.equal((await pokopoko(['show', 'pear', ...local])).exitCode, 1)
    let read = await pokopoko(['logs', 'plum', ...local])
    while (/it's still being/.test(read.stderr)) read = await pokopoko(['logs', 'plum', ...local])
    assert.match(read.stderr, /plum has no logs: without podman or docker/)
    await main.end('SIGTERM')
    assert.ok(!main.output().includes('correct horse'))

    const { stdout } = await pokopoko(['list', ...local])
    assert.match(stdout, /plum .+ U0NADIA +acme\/website@main/)
    const extended = await pokopoko(['extend', 'plum', '2', ...local])
    assert.equal(extended.exitCode, 0)
    assert.match(extended.stderr, /next npm start/)
  })

  it('is let in by the token in the data directory alone', async () => {
    const main = await startMain(directory.path)
    const endpoint = await cliEndpointFile(directory.path).read()
    assert.ok(endpoint)
    const request = { command: { command: 'list', by: 'life', of: 'live' }, by: 'x', locale: 'en', json: false }
    const send = (authorization: string, body: object = request) =>
      fetch(endpoint.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify(body),
      })
    const { token } = endpoint
    const others = ['', 'Bearer wrong', token, `Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`]
    // One character off, wherever it is: the whole token counts.
    for (const at of token.split('').keys()) {
      others.push(`Bearer ${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`)
    }
    for (const other of others) assert.equal((await send(other)).status, 401)
    assert.equal((await send(`Bearer ${token}`, { ...request, command: { command: 'format' } })).status, 400)
    assert.equal((await fetch(endpoint.url, { headers: { authorization: `Bearer ${token}` } })).status, 405)
    assert.equal((await send(`Bearer ${token}`)).status, 200)
    await main.end('SIGTERM')
    assert.equal(await cliEndpointFile(directory.path).read(), undefined)
  })

  it('works on the table of a deployed stack, as its functions know it', async () => {
    const table = toClose(await openTemporaryTable())
    const store = createSiteStore(table)
    await store.create(aSite())
    const endpoint = await table.client.config.endpoint?.()
    const settings = slackEnvironment({ name: table.tableName })
    const functions = toClose(await startFunctions('orchard', settings))
    const env = {
      ...sdk,
      AWS_ENDPOINT_URL_DYNAMODB: `http://${endpoint?.hostname}:${endpoint?.port}`,
      AWS_ENDPOINT_URL_LAMBDA: functions.url,
    }
    assert.match(
      (await pokopoko(['show', 'plum', '--stack', 'orchard'], env)).stdout,
      /https:\/\/plum\.test\.example\.com/,
    )
    assert.equal((await pokopoko(['sleep', 'plum', '--as', 'aki', '--stack', 'orchard'], env)).exitCode, 0)
    const site = await store.load('plum')
    assert.deepEqual([site?.spec.desired, site?.history[0]?.by], ['asleep', 'aki'])
    const { stdout } = await pokopoko(['sweep', '--dry-run', '--stack', 'orchard'], env)
    assert.match(stdout, /Sites: 1\nWould be reconciled: plum/)
    const elsewhere = await pokopoko(['list'], env)
    assert.equal(elsewhere.exitCode, 2)
    assert.match(elsewhere.stderr, /Can't reach the stack pokopoko on AWS: Function not found/)
  })

  it('follows a log by a function of a deployed stack, until that cannot read it', async () => {
    const asked: unknown[] = []
    const functions = toClose(
      await startFunctions('orchard', slackEnvironment(), {
        reconcile: (payload) => {
          asked.push(JSON.parse(payload))
          if (asked.length === 2) return { error: { code: 'logs-not-now', params: { name: 'plum', phase: 'asleep' } } }
          return { read: { name: 'web', names: ['web'], text: 'one\ntwo\n', hasMore: false, place: '7:8' } }
        },
      }),
    )
    const env = { ...sdk, AWS_ENDPOINT_URL_LAMBDA: functions.url }
    const { exitCode, stdout, stderr } = await pokopoko(['logs', 'plum', '-f', '--stack', 'orchard'], env)
    assert.deepEqual([exitCode, stdout], [1, 'one\ntwo\n'])
    assert.match(stderr, /asleep\. Wake it with pokopoko wake plum/)
    assert.deepEqual(asked, [
      { logs: { name: 'plum', lines: 30, follow: true } },
      { logs: { name: 'plum', lines: 30, follow: true, log: 'web', after: '7:8' } },
    ])
  })

  it("does again what a deployed stack gave up, as far as that goes, from the stack's own queues", async () => {
    const names = ['stream', 'events', 'schedules'].map((kind) => `orchard-${kind}-failures`)
    const [stream = '', events = '', schedules = ''] = names
    const queues = toClose(await startQueues(names))
    const invoked: string[] = []
    const answers = {
      sweep: (payload: string) => {
        invoked.push(`sweep ${payload}`)
        return { sites: 0, reconciled: [], unreadable: [], suspects: [], removed: [], dryRun: false, errors: 0 }
      },
      reconcile: (payload: string) => {
        invoked.push(`reconcile ${payload}`)
        if (payload.includes('quince')) throw new Error('no quince')
        return null
      },
    }
    const functions = toClose(await startFunctions('orchard', slackEnvironment(), answers))
    queues.send(stream, lostBatch('orchard-reconcile'))
    queues.send(events, lostInvocation('orchard-reconcile', imageEvent))
    queues.send(schedules, { name: 'quince' }, unscheduled('orchard-reconcile'))
    queues.send(schedules, '{"name":"plu', unscheduled('orchard-reconcile'))
    const env = { ...sdk, AWS_ENDPOINT_URL_SQS: queues.url, AWS_ENDPOINT_URL_LAMBDA: functions.url }
    const { exitCode, stdout, stderr } = await pokopoko(['replay', '--stack', 'orchard'], env)
    assert.deepEqual({ exitCode, stderr }, { exitCode: 1, stderr: '' })
    assert.match(stdout, /change {2}sweep {2}succeeded\n.*event {2}image ami-0123456789abcdef0 {2}succeeded\n/)
    assert.match(stdout, /alarm {2}site quince {2}failed again: orchard-reconcile failed; its log says why\n/)
    assert.match(stdout, /alarm {2}\? {2}can't be read; it stays in its queue\nSucceeded: 2\. Still waiting: 2\.\n$/)
    assert.deepEqual(invoked.toSorted(), [
      'reconcile {"name":"quince"}',
      `reconcile ${JSON.stringify(imageEvent)}`,
      'sweep {}',
    ])
    assert.deepEqual(names.map(queues.bodies), [[], [], ['{"name":"quince"}', '{"name":"plu']])
    assert.equal(queues.visible(schedules), 2, 'others may take them at once')
  })

  it('says what is missing', async () => {
    const { exitCode, stderr } = await pokopoko(['list'], { ...sdk, AWS_REGION: undefined })
    assert.equal(exitCode, 2)
    assert.match(stderr, /Can't reach the stack pokopoko on AWS: Region is missing\nCheck AWS_REGION/)
    assert.equal((await pokopoko(['list', '--data-dir', `${directory.path}/nowhere`])).exitCode, 2)
  })
})
