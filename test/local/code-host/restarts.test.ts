import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLocalCodeHost } from '../../../src/local/code-host/code-host.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type CodeHostBench, makeCodeHost, NOW } from './harness.ts'

describe('createLocalCodeHost', () => {
  let bench: CodeHostBench
  beforeEach(async () => {
    bench = await makeCodeHost({ deliver: async () => 200 })
  })
  afterEach(() => bench.clean())
  const site = { id: 'site-1', name: 'plum' }
  const hookUrl = 'http://plum.localhost:8080/_pokopoko/hook'

  it('keeps commits, webhooks and keys over a restart', async () => {
    const clone = await bench.clone('acme/website')
    const commit = await clone.commit({ 'a.txt': 'a' })
    await clone.git('push', '--quiet', 'origin', 'main')
    await bench.codeHost.grant(site, 'acme/website', hookUrl)
    await bench.codeHost.idle()
    const [hooks, members] = [bench.codeHost.webhooks(), await bench.codeHost.members('acme/website', 'web-team')]
    const again = await bench.restart()
    assert.deepEqual(again.webhooks(), hooks)
    assert.deepEqual(await again.members('acme/website', 'web-team'), members)
    assert.equal(await (await bench.clone('acme/website')).git('rev-parse', 'HEAD'), commit)
  })

  it('keeps secrets in a file for its owner only, and shows them to nobody', async () => {
    const { webhookSecret } = await bench.codeHost.grant(site, 'acme/website', hookUrl)
    const path = join(bench.directory, 'webhooks.json')
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.ok((await readFile(path, 'utf8')).includes(webhookSecret))
    assert.ok(!JSON.stringify(bench.codeHost.webhooks()).includes(webhookSecret))
  })

  it('finishes a first start that was cut off', async () => {
    const repositories = join(bench.directory, 'repositories')
    await rename(join(repositories, 'acme/website.git'), join(repositories, 'unfinished.tmp'))
    await writeFile(join(repositories, 'unfinished.tmp', 'HEAD'), '')
    const again = await bench.restart()
    assert.deepEqual(await again.branches('acme/website', ''), ['main', 'feature/spring'])
    await bench.clone('acme/website')
  })

  it('makes the same commits everywhere', async () => {
    const clone = await bench.clone('acme/website')
    assert.equal(await clone.git('rev-parse', 'origin/main'), '1529ea1698647680133b5bd42c4d473fa54df10a')
    assert.equal(
      await clone.git('log', '-1', '--format=%an %ae %cI %s', 'origin/main'),
      'Bo bo@acme.example 2026-04-01T09:00:00+00:00 Begin',
    )
  })

  it('serves repositories that people put there, and none with names of its own making', async () => {
    const repositories = join(bench.directory, 'repositories')
    for (const name of ['acme/mine.git', 'acme/.hidden.txt', '-x/mine.git', 'acme/no-repository.git']) {
      await mkdir(join(repositories, name), { recursive: true })
    }
    await promisify(execFile)('git', ['init', '--quiet', '--bare', join(repositories, 'acme/mine.git')])
    assert.deepEqual(await bench.codeHost.repositories('acme'), ['acme/mine', 'acme/shop', 'acme/website'])
    assert.deepEqual(await bench.codeHost.branches('acme/mine', ''), [])
  })

  it('offers no branch that a command could take for an option', async () => {
    const clone = await bench.clone('acme/website')
    await clone.git('push', '--quiet', 'origin', 'main:refs/heads/-x')
    assert.deepEqual(await bench.codeHost.branches('acme/website', ''), ['main', 'feature/spring'])
    assert.equal(await bench.codeHost.exists('acme/website', '-x'), 'no-branch')
  })

  it('takes over keys that people write into the file of teams', async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMqFpNqDhiXjPqLiZBdTISke9vBIeBgv95pqIfh382e0 me'
    const teams = { mine: [{ login: 'Me', user: 'me', publicKeys: [key] }] }
    await writeFile(join(bench.directory, 'teams.json'), JSON.stringify(teams))
    assert.deepEqual(await bench.codeHost.teams(''), ['mine'])
    assert.deepEqual(await bench.codeHost.members('acme/website', 'mine'), teams.mine)
    assert.deepEqual(await bench.codeHost.members('acme/website', 'constructor'), [])
  })

  it('says so when there is no git', async () => {
    const options = { directory: bench.directory, baseUrl: 'http://localhost:8080/git', clock: createFakeClock(NOW) }
    const start = createLocalCodeHost({ ...options, report: () => {}, gitCommand: '/nowhere/git' })
    await assert.rejects(start, /^Error: git is not installed/)
  })
})
