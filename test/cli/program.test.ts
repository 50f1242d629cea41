import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createSiteStore } from '../../src/aws/site-store.ts'
import { doorFile } from '../../src/local/platform/command-door.ts'
import { aSite } from '../support/a-site.ts'
import { killLeftovers, startMain } from '../support/local-process.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))

/** Runs the program itself. */
async function pokopoko(args: string[], env: NodeJS.ProcessEnv = {}, input = '') {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env['PATH'], ...env } })
  child.stdin.end(input)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { exitCode, stdout, stderr }
}

describe('the program pokopoko', function () {
  this.timeout(60_000)
  let directory: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  it('asks the platform that runs, and works on its table when it does not', async () => {
    const local = ['--data-dir', directory.path]
    const main = await startMain(directory.path)
    const order = ['--repository', 'acme/website', '--owner', 'U0NADIA', '--channel', 'C0SPRING']
    const created = await pokopoko(['create', 'plum', ...order, '--password-stdin', ...local], {}, 'correct horse\n')
    assert.deepEqual({ ...created, stdout: '' }, { exitCode: 0, stdout: '', stderr: '' })
    assert.match((await pokopoko(['sweep', '--dry-run', ...local])).stdout, /Sites: 1/)
    assert.equal((await pokopoko(['show', 'pear', ...local])).exitCode, 1)
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
    const door = await doorFile(directory.path).read()
    assert.ok(door)
    const request = { wish: { command: 'list', by: 'life', of: 'live' }, by: 'x', locale: 'en', json: false }
    const send = (authorization: string, body: object = request) =>
      fetch(door.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify(body),
      })
    assert.equal((await send('Bearer wrong')).status, 401)
    assert.equal((await send('')).status, 401)
    assert.equal((await send(`Bearer ${door.token}`, { ...request, wish: { command: 'format' } })).status, 400)
    assert.equal((await fetch(door.url, { headers: { authorization: `Bearer ${door.token}` } })).status, 405)
    assert.equal((await send(`Bearer ${door.token}`)).status, 200)
    await main.end('SIGTERM')
    assert.equal(await doorFile(directory.path).read(), undefined)
  })

  it('works on a deployed table by the SDK’s own variables', async () => {
    const table = await openTemporaryTable()
    const store = createSiteStore(table)
    await store.create(aSite())
    const endpoint = await table.client.config.endpoint?.()
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: `http://${endpoint?.hostname}:${endpoint?.port}`,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      TABLE_NAME: table.tableName,
      SITE_DOMAIN: 'test.example.com',
    }
    assert.match((await pokopoko(['show', 'plum'], env)).stdout, /https:\/\/plum\.test\.example\.com/)
    assert.equal((await pokopoko(['sleep', 'plum', '--as', 'aki'], env)).exitCode, 0)
    const site = await store.load('plum')
    assert.deepEqual([site?.spec.desired, site?.history[0]?.by], ['asleep', 'aki'])
    await table.close()
  })

  it('says which settings are missing', async () => {
    const { exitCode, stderr } = await pokopoko(['list'], { TABLE_NAME: 'sites' })
    assert.equal(exitCode, 2)
    assert.match(stderr, /--local, or TABLE_NAME and SITE_DOMAIN/)
    assert.equal((await pokopoko(['list', '--data-dir', `${directory.path}/nowhere`])).exitCode, 2)
  })
})
