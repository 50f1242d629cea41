import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createGithub } from '../src/create-github.ts'
import { aGithub, type GithubFixture } from './github-fixture.ts'

describe('createGithub', () => {
  let fixture: GithubFixture
  beforeEach(async () => {
    fixture = await aGithub({ deliver: async () => 200 })
  })
  afterEach(() => fixture.clean())
  const webhook = { repository: 'acme/website', url: 'http://plum.localhost:8080/hook', secret: 'a secret' }

  it('keeps commits, webhooks and teams over a restart', async () => {
    const clone = await fixture.clone('acme/website')
    const commit = await clone.commit({ 'a.txt': 'a' })
    await clone.git('push', '--quiet', 'origin', 'main')
    await fixture.github.webhooks.create(webhook)
    await fixture.github.idle()
    const [hooks, teams] = [fixture.github.webhooks.list(), await fixture.github.teams()]
    const again = await fixture.restart()
    assert.deepEqual(again.webhooks.list(), hooks)
    assert.deepEqual(await again.teams(), teams)
    assert.equal(await (await fixture.clone('acme/website')).git('rev-parse', 'HEAD'), commit)
  })

  it('keeps secrets in a file for its owner only, and shows them to nobody', async () => {
    const created = await fixture.github.webhooks.create(webhook)
    const path = join(fixture.directory, 'webhooks.json')
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.ok((await readFile(path, 'utf8')).includes(webhook.secret))
    assert.ok(!JSON.stringify([created, ...fixture.github.webhooks.list()]).includes(webhook.secret))
  })

  it('finishes a first start that was cut off', async () => {
    const repositories = join(fixture.directory, 'repositories')
    await rename(join(repositories, 'acme/website.git'), join(repositories, 'unfinished.tmp'))
    await writeFile(join(repositories, 'unfinished.tmp', 'HEAD'), '')
    await fixture.restart()
    assert.deepEqual(await fixture.branches('acme/website'), ['main', 'feature/spring'])
    await fixture.clone('acme/website')
  })

  it('makes the same commits everywhere', async () => {
    const clone = await fixture.clone('acme/website')
    assert.equal(await clone.git('rev-parse', 'origin/main'), '1529ea1698647680133b5bd42c4d473fa54df10a')
    assert.equal(
      await clone.git('log', '-1', '--format=%an %ae %cI %s', 'origin/main'),
      'Bo bo@acme.example 2026-04-01T09:00:00+00:00 Begin',
    )
  })

  it('serves repositories that people put there, and none with names of its own making', async () => {
    const repositories = join(fixture.directory, 'repositories')
    for (const name of ['acme/mine.git', 'acme/.hidden.txt', '-x/mine.git', 'acme/no-repository.git']) {
      await mkdir(join(repositories, name), { recursive: true })
    }
    await promisify(execFile)('git', ['init', '--quiet', '--bare', join(repositories, 'acme/mine.git')])
    assert.deepEqual(await fixture.github.repositories(), ['acme/mine', 'acme/shop', 'acme/website', 'other/thing'])
    assert.deepEqual(await fixture.branches('acme/mine'), [])
  })

  it('takes over keys that people write into the file of teams', async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMqFpNqDhiXjPqLiZBdTISke9vBIeBgv95pqIfh382e0 me'
    const teams = { mine: [{ login: 'Me', publicKeys: [key] }] }
    await writeFile(join(fixture.directory, 'teams.json'), JSON.stringify(teams))
    assert.deepEqual(await fixture.github.teams(), teams)
  })

  it('says so when there is no git', async () => {
    const options = { directory: fixture.directory, baseUrl: 'http://localhost:8080/git' }
    const start = createGithub({ ...options, gitCommand: '/nowhere/git' })
    await assert.rejects(start, /^Error: git is not installed/)
  })
})
