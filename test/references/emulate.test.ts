import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createEmulator, type Emulator } from 'emulate'
import { createGithub, type Github } from '../../src/github/client.ts'
import { createGithubCodeHost, type GithubCodeHostOptions } from '../../src/github/code-host.ts'
import { listWebhooks, putWebhook, removeWebhook } from '../../src/github/push-webhooks.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { NOW } from '../github/a-github.ts'

const PATH = { owner: 'acme', repo: 'website' }
const APP_ID = 12345
const INSTALLATION_ID = 100

/**
 * What another's emulator of GitHub serves of it: the App's token, branches, teams, webhooks. It has neither
 * `/installation/repositories` and `/orgs/…/repos`, nor deploy keys, people's keys and a team's permission on a repository.
 */
describe('the code host on emulate', () => {
  let emulator: Emulator
  let options: GithubCodeHostOptions
  let github: Github
  before(async () => {
    emulator = await createEmulator({ service: 'github', port: await freePort(), seed: SEED })
    const privateKey = emulator.generatedSecrets.find(({ id }) => id === String(APP_ID))?.value ?? ''
    const auth = { appId: String(APP_ID), privateKey, installationId: INSTALLATION_ID }
    const pace = { writeEveryMs: 0, secondMs: 1 }
    options = { auth, org: 'acme', apiUrl: emulator.url, clock: createFakeClock(NOW), pace }
    github = createGithub(options)
  })
  after(() => emulator.close())

  it('finds branches and teams', async () => {
    const codeHost = createGithubCodeHost(options)
    assert.deepEqual(await codeHost.branches('acme/website', ''), ['main'])
    assert.deepEqual(await codeHost.branches('acme/nothing', ''), [])
    assert.deepEqual(await codeHost.teams('memb'), ['members'])
  })

  it('says whether a branch exists', async () => {
    const { exists } = createGithubCodeHost(options)
    assert.equal(await exists('acme/website', 'main'), 'yes')
    assert.equal(await exists('acme/website', 'mai'), 'no-branch')
    assert.equal(await exists('acme/nothing', 'main'), 'no-repository')
  })

  it('makes, changes and removes a webhook', async () => {
    const url = 'https://plum.test.example.com/_pokopoko/hook?site=id-plum'
    const id = await putWebhook(github.patient, PATH, { url, secret: 'one' })
    assert.deepEqual(await listWebhooks(github.patient, PATH), [{ id, url }])
    assert.equal(await putWebhook(github.patient, PATH, { url, secret: 'two', known: { id, url } }), id)
    await removeWebhook(github.patient, PATH, id)
    await removeWebhook(github.patient, PATH, id)
    assert.deepEqual(await listWebhooks(github.patient, PATH), [])
  })
})

const SEED = {
  github: {
    users: [{ login: 'aki' }],
    orgs: [{ login: 'acme', members: [{ login: 'aki', role: 'admin' }] }],
    repos: [{ owner: 'acme', name: 'website', private: true, auto_init: true }],
    apps: [
      {
        app_id: APP_ID,
        slug: 'pokopoko',
        name: 'pokopoko',
        permissions: {
          metadata: 'read',
          contents: 'read',
          administration: 'write',
          repository_hooks: 'write',
          members: 'read',
        },
        installations: [{ installation_id: INSTALLATION_ID, account: 'acme' }],
      },
    ],
  },
}

/** It takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address !== null && typeof address === 'object' ? address.port : 0
}
