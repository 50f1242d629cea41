import assert from 'node:assert/strict'
import { cloneSecret } from '../../src/control/clone-tokens.ts'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { createInstallationTokens } from '../../src/github/installation-tokens.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'
import { aSiteAtGithub, type SiteAtGithub } from './a-site-at-github.ts'

const SECOND = '2'.repeat(40)

describe('sites that get by with the App', () => {
  let bench: SiteAtGithub
  const begin = async (byApp: boolean) => {
    bench = await aSiteAtGithub('web-team', { byApp })
  }
  afterEach(() => bench.close())
  const access = async () => (await bench.site()).status.repositoryAccess
  const push = async (commit: string) => {
    bench.github.state.repositories[0]?.heads.set('main', commit)
    bench.fake.codeHost.push('acme/website', 'main', commit)
    const repository = { full_name: 'acme/website' }
    return bench.deliver('push', { ref: 'refs/heads/main', after: commit, deleted: false, repository })
  }
  const served = () => bench.fake.machines.machines()[0]?.disk.served
  /** As the gateway has it. */
  const machineEndpoint = () => {
    const { appId, ...app } = bench.app
    const { store, clock } = bench.fake
    const tokenFor = createInstallationTokens(
      { id: Number(appId), ...app, apiUrl: bench.url },
      { clock: { now: Date.now } },
    )
    return createMachineEndpoint({ store, clock, cloneTokens: { key: async () => WEBHOOK_KEY, tokenFor } })
  }
  const askFor = (path: string, secret: string | undefined, method = 'POST', endpoint = machineEndpoint()) => {
    const authorization = secret === undefined ? undefined : `Bearer ${secret}`
    return endpoint({ method, path, authorization, body: async () => '' })
  }
  const PATH = '/_pokopoko/control/clone-token/plum'

  it('are ready without anything of theirs at GitHub, and clone by HTTPS', async () => {
    await begin(true)
    assert.equal(phaseOf(await bench.site()), 'ready')
    const asked = bench.asked()
    const writes = asked.filter((call) => !call.startsWith('GET') && !call.includes('/statuses/'))
    assert.deepEqual(writes, [])
    assert.ok(!asked.some((call) => /\/(keys|hooks)$/.test(call) && !call.includes('/users/')), asked.join())
    const [setUp] = bench.setUps()
    assert.equal(setUp?.cloneUrl, 'https://github.com/acme/website.git')
    assert.equal(setUp.deployKey, undefined)
    assert.deepEqual(await access(), { repository: 'acme/website', byApp: true })
    await bench.ask(deleteSite.apply)
    await bench.pass(DAY_MS)
    assert.deepEqual(bench.at('acme/website'), [0, 0])
  })

  it('give their machine, and nobody else, a token to read that repository with', async () => {
    await begin(true)
    const [setUp] = bench.setUps()
    assert.equal(setUp?.cloneTokens?.url, 'http://plum.example/clone-token')
    const { secret } = setUp.cloneTokens
    const { status, body = '' } = await askFor(PATH, secret)
    assert.equal(status, 200)
    assert.deepEqual(bench.github.state.tokenScopes.get(body), {
      repositories: ['website'],
      permissions: { contents: 'read' },
    })
    const { id } = await bench.site()
    for (const wrong of [
      undefined,
      '',
      `${secret}x`,
      cloneSecret(WEBHOOK_KEY, 'other', 1),
      cloneSecret(WEBHOOK_KEY, id, 2),
    ])
      assert.deepEqual(await askFor(PATH, wrong), { status: 401 })
    for (const path of ['pear', 'PLUM', '', 'plum/x', '%2e']) {
      assert.deepEqual(await askFor(`/_pokopoko/control/clone-token/${path}`, secret), { status: 401 }, path)
    }
    assert.deepEqual(await askFor(PATH, secret, 'GET'), { status: 405 })
    const record = JSON.stringify(await bench.site())
    assert.ok(!record.includes(secret) && !record.includes(body))
    bench.github.state.app.state = 'gone'
    assert.deepEqual(await askFor(PATH, secret), { status: 404 })
  })

  it('are given no more than twelve tokens a minute, whatever others ask for', async () => {
    await begin(true)
    const { secret } = bench.setUps()[0]?.cloneTokens ?? assert.fail()
    const endpoint = machineEndpoint()
    const statusFor = async (given: string) => (await askFor(PATH, given, 'POST', endpoint)).status
    const wrong = cloneSecret(WEBHOOK_KEY, 'other', 1)
    for (let count = 0; count < 12; count++) assert.equal(await statusFor(wrong), 401)
    assert.equal(await statusFor(wrong), 429)
    for (let count = 0; count < 12; count++) assert.equal(await statusFor(secret), 200)
    assert.equal(await statusFor(secret), 429)
    bench.fake.clock.advance(5 * SECOND_MS)
    assert.equal(await statusFor(secret), 200)
  })

  it('deploy what the App tells of at once', async () => {
    await begin(true)
    await bench.pass(2 * MINUTE_MS)
    assert.match((await push(SECOND)).said, /plum/)
    await bench.pass(SECOND_MS)
    assert.equal(served(), SECOND)
  })

  it('find by themselves what was told to who did not know them yet', async () => {
    await begin(true)
    await bench.ask(redeploy.apply)
    await bench.pass(SECOND_MS)
    assert.equal(phaseOf(await bench.site()), 'ready')
    bench.github.state.repositories[0]?.heads.set('main', SECOND)
    bench.fake.codeHost.push('acme/website', 'main', SECOND)
    await bench.pass(2 * MINUTE_MS)
    assert.equal(served(), SECOND)
    assert.deepEqual(bench.fake.machines.jobs().filter(({ job }) => job.kind === 'deploy').length, 1)
  })

  it('keep key and webhook until they are set up again, when those go; and no push is lost', async () => {
    await begin(false)
    assert.deepEqual(bench.at('acme/website'), [1, 1])
    bench.redeployWith({ byApp: true })
    await bench.pass(DAY_MS)
    assert.deepEqual(bench.at('acme/website'), [1, 1])
    await bench.ask(redeploy.apply)
    await bench.pass(2 * MINUTE_MS)
    assert.deepEqual(bench.at('acme/website'), [0, 0])
    assert.deepEqual(await access(), { repository: 'acme/website', byApp: true })
    assert.equal(bench.setUps().at(-1)?.deployKey, undefined)
    await push(SECOND)
    await bench.pass(SECOND_MS)
    assert.equal(served(), SECOND)
  })

  it('get a key and a webhook again, when they are set up after the setting was changed back', async () => {
    await begin(true)
    bench.redeployWith({ byApp: false })
    await bench.pass(2 * MINUTE_MS)
    const before = bench.setUps().at(-1)?.cloneTokens?.secret
    assert.equal((await askFor(PATH, before)).status, 200, 'until then it still clones by tokens')
    await push(SECOND)
    await bench.pass(SECOND_MS)
    assert.equal(served(), SECOND)
    await bench.ask(redeploy.apply)
    await bench.pass(2 * MINUTE_MS)
    assert.deepEqual(bench.at('acme/website'), [1, 1])
    const { byApp, pending, webhookId } = (await access()) ?? {}
    assert.deepEqual([byApp, pending], [undefined, undefined])
    assert.ok(webhookId !== undefined)
    const [setUp] = bench.setUps().slice(-1)
    assert.deepEqual([setUp?.cloneTokens, typeof setUp?.deployKey], [undefined, 'string'])
  })
})
