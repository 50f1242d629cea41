import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createGithub, type Seed } from '@pokopoko/github-emulator'
import { createLocalCodeHost } from '../../../src/local/github/code-host.ts'
import { close, listen } from '../../../src/local/listen.ts'
import { codeHostContract, TELLING, withoutSite } from '../../contracts/code-host.ts'
import { makeRepository } from '../../support/git-repository.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMqFpNqDhiXjPqLiZBdTISke9vBIeBgv95pqIfh382e0 me'
const person = (login: string) => ({ login, publicKeys: [KEY] })
const main = {
  name: 'main',
  commits: [{ author: { name: 'Bo', email: 'bo@acme.example' }, at: 0, message: 'Begin', files: { a: 'a' } }],
}
const seed: Seed = {
  repositories: [
    { name: 'acme/website', branches: [main, { ...main, name: 'feature/spring', from: 'main' }] },
    { name: 'acme/shop', branches: [main] },
    { name: 'other/thing', branches: [{ ...main, commits: main.commits.map((one) => ({ ...one, files: TELLING })) }] },
  ],
  teams: { 'web-team': [person('aki'), person('Bo')], design: [person('Bo')] },
}

/** Made once, and copied: git takes its time. */
let seeded: Promise<string> | undefined

async function makeSeeded(): Promise<string> {
  const { path } = await makeTemporaryDirectory()
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  const github = await createGithub({ directory: path, baseUrl: 'http://localhost/git', seed })
  await github.close()
  return path
}

async function make() {
  const temporary = await makeTemporaryDirectory()
  const server = createServer((req, res) => void github.handle(req, res))
  const directory = join(temporary.path, 'github')
  await cp(await (seeded ??= makeSeeded()), directory, { recursive: true })
  const github = await createGithub({
    directory,
    baseUrl: `http://localhost:${await listen(server)}/git`,
    seed,
    deliver: async () => 200,
    onError: (error) => assert.fail(String(error)),
  })
  const work = await makeRepository(join(temporary.path, 'clone'), github.cloneUrl('acme/website'))
  return {
    codeHost: createLocalCodeHost(github),
    github,
    work,
    close: async () => {
      await close(server)
      await github.close()
      await temporary.remove()
    },
  }
}

codeHostContract('local', async () => {
  const { codeHost, github, work, close } = await make()
  const commit = await work.git('rev-parse', 'HEAD')
  let pushes = 0
  return {
    codeHost,
    push: async (branch) => {
      const made = await work.commit({ 'public/page.html': String((pushes += 1)) })
      await work.git('push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`)
      return made
    },
    tag: async (name) => {
      await work.git('push', '--quiet', 'origin', `${commit}:refs/tags/${name}`)
    },
    repositories: { first: 'acme/website', second: 'acme/shop', query: 'acme' },
    branches: ['main', 'feature/spring'],
    telling: 'other/thing',
    unlisted: 'other/empty',
    commit,
    comments: async () => [],
    team: { slug: 'web-team', logins: ['aki', 'Bo'] },
    hookUrl: (name) => `http://${name}.localhost:8080/_pokopoko/hook`,
    registered: async () => ({
      webhooks: github.webhooks.list().map(({ id, repository, url }) => ({ id, repository, url: withoutSite(url) })),
      deployKeys: [],
    }),
    statuses: async () => [...github.statuses()],
    close,
  }
})

describe('createLocalCodeHost', () => {
  let local: Awaited<ReturnType<typeof make>>
  beforeEach(async () => {
    local = await make()
  })
  afterEach(() => local.close())

  it('offers no branch that a command could take for an option', async () => {
    await local.work.git('push', '--quiet', 'origin', 'main:refs/heads/-x')
    assert.deepEqual(await local.codeHost.branches('acme/website', ''), ['main', 'feature/spring'])
    assert.equal(await local.codeHost.exists('acme/website', '-x'), 'no-branch')
  })

  it('gives the members of a team their Linux accounts', async () => {
    assert.deepEqual(await local.codeHost.members('acme/website', 'design'), [
      { login: 'Bo', user: 'bo', publicKeys: [KEY] },
    ])
    assert.deepEqual(await local.codeHost.members('acme/website', 'constructor'), [])
  })
})
