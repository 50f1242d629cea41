import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'
import { visit } from '../process/crash/visit.ts'
import { makeRepository } from '../support/git-repository.ts'
import { killLeftovers, type LocalProcess, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))

describe('pokopoko mcp, on npm start', () => {
  let directory: TemporaryDirectory
  let main: LocalProcess
  let server: string[]
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    const data = join(directory.path, 'data')
    main = await startMain(data, ['--machines', 'embedded'])
    server = [PROGRAM, 'mcp', '--data-dir', data, '--as', 'U0NADIA']
  })
  let client: Client | undefined
  afterEach(() => client?.close())
  afterEach(killLeftovers)
  afterEach(() => directory.remove())
  const until = async (phase: string) => {
    while (!main.output().includes(`→ ${phase}`)) await once(main.child.stdout ?? assert.fail(), 'data')
  }

  it('carries a site through its life, with the client of the SDK', async () => {
    client = new Client({ name: 'Robin', version: '1' }, { capabilities: { elicitation: {} } })
    const asked: string[] = []
    const robin = client
    robin.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message)
      return { action: 'accept', content: { yes: true } }
    })
    await robin.connect(new StdioClientTransport({ command: process.execPath, args: server, stderr: 'inherit' }))
    const call = async (name: string, args: Record<string, unknown>) => {
      const result = await robin.callTool({ name, arguments: args })
      assert.equal(result.isError, undefined, JSON.stringify(result.content))
      return z.record(z.string(), z.unknown()).parse(result.structuredContent)
    }
    // So that results are checked against their schemas.
    await robin.listTools()

    const created = await call('create', { name: 'fig', repository: 'acme/website', channel: 'C0SPRING' })
    await until('ready')
    const before = deployOf(await call('deploy-state', { name: 'fig' }))
    const password = z.string().parse(created['password'])
    const page = () => visit(main, 'fig', { password })
    assert.equal((await page()).status, 200)

    const clone = await makeRepository(join(directory.path, 'clone'))
    await clone.commit({ 'public/index.html': 'From Robin' })
    await clone.git('push', '--quiet', '--force', `${main.url}/git/acme/website.git`, 'HEAD:refs/heads/main')
    // As an agent waits.
    while (deployOf(await call('deploy-state', { name: 'fig' })) === before);
    assert.equal((await page()).body, 'From Robin')

    const { link } = await call('share', { name: 'fig', client: 'Aoyama Books' })
    const path = z.string().parse(link).replace(`http://fig.localhost:${main.sitesPort}`, '')
    // Its machine is told in a moment.
    while ((await visit(main, 'fig', { path })).status !== 303);
    // No program runs on an embedded machine.
    const logs = await robin.callTool({ name: 'logs', arguments: { name: 'fig', log: 'deploy' } })
    assert.match(JSON.stringify(logs.content), /fig has no logs/)

    await call('delete', { name: 'fig' })
    assert.match(asked.join('\n'), /Delete fig\?/)
    await until('archived')
    assert.notEqual((await page()).status, 200)
    assert.equal(await main.end('SIGTERM'), 0)
  })

  it('satisfies the inspector', async () => {
    const { code, stdout } = await inspect(server, ['--method', 'tools/list', '--strict'])
    assert.equal(code, 0, stdout)
    const { tools } = z.object({ tools: z.array(z.object({ name: z.string() })) }).parse(JSON.parse(stdout))
    assert.ok(tools.some(({ name }) => name === 'extend'))
    const order = ['name=fig', 'repository=acme/website', 'channel=C0SPRING']
    const create = ['--method', 'tools/call', '--tool-name', 'create', '--tool-arg', ...order]
    assert.equal((await inspect(server, create)).code, 0)
    await until('ready')
    const state = ['--method', 'tools/call', '--tool-name', 'deploy-state', '--tool-arg', 'name=fig']
    assert.match((await inspect(server, state)).stdout, /"phase": "ready"/)
    // It can't ask anybody.
    const removal = ['--method', 'tools/call', '--tool-name', 'delete', '--tool-arg', 'name=fig']
    assert.match((await inspect(server, removal)).stdout, /A person has to confirm this.*"isError": true/s)
  })
})

function deployOf(state: Record<string, unknown>): string {
  return z.object({ deploy: z.looseObject({ commit: z.string() }) }).parse(state).deploy.commit
}

/** Runs its command line with our server. */
async function inspect(server: readonly string[], args: readonly string[]) {
  const inspector = process.env['INSPECTOR'] ?? assert.fail('INSPECTOR names no inspector')
  const child = spawn(process.execPath, [inspector, '--cli', process.execPath, ...server, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { code: child.exitCode, stdout }
}
