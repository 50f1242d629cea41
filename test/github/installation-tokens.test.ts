import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { createInstallationTokens } from '../../src/github/installation-tokens.ts'
import { failed } from '../support/github/answer.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const MINUTE_MS = 60_000

describe('a token of the App’s installation for a repository', () => {
  let bench: GithubBench
  let tokenFor: ReturnType<typeof createInstallationTokens>
  beforeEach(async () => {
    bench = await aGithub()
    tokenFor = createInstallationTokens(appOf(bench), { clock: { now: Date.now } })
  })
  afterEach(() => bench.close())
  const appOf = ({ app, url }: GithubBench) => ({
    id: Number(app.appId),
    installationId: app.installationId,
    privateKey: app.privateKey,
    apiUrl: url,
  })

  it('reads the contents of that one, and nothing else', async () => {
    const token = await tokenFor('acme/website')
    assert.deepEqual(bench.github.state.tokenScopes.get(token ?? ''), {
      repositories: ['website'],
      permissions: { contents: 'read' },
    })
  })

  it('is another for each repository, and the same for some time', async () => {
    let now = Date.now()
    const tokens = createInstallationTokens(appOf(bench), { clock: { now: () => now } })
    const all = await Promise.all([tokens('acme/website'), tokens('Acme/Website'), tokens('acme/thing')])
    assert.equal(all[0], all[1])
    assert.notEqual(all[0], all[2])
    now += 19 * MINUTE_MS
    assert.equal(await tokens('acme/website'), all[0])
    now += MINUTE_MS
    // It asks again, and GitHub, whose clock stands still, refuses.
    await assert.rejects(tokens('acme/website'), /with 401$/)
  })

  it('is none for a repository of another owner that has the name of one', async () => {
    assert.equal(await tokenFor('somebody/website'), undefined)
    assert.match((await tokenFor('acme/website')) ?? '', /^ghs_/)
  })

  it('is none where the App has no access, until it has', async () => {
    assert.equal(await tokenFor('acme/nothing'), undefined)
    assert.equal(await tokenFor('nonsense'), undefined)
    bench.github.state.app.state = 'suspended'
    assert.equal(await tokenFor('acme/website'), undefined)
    bench.github.state.app.state = 'installed'
    assert.match((await tokenFor('acme/website')) ?? '', /^ghs_/)
  })

  it('is not taken from what is no answer of GitHub, and no error shows key or token', async () => {
    const errors: unknown[] = []
    const collect = async (ask: Promise<unknown>) =>
      errors.push(
        await ask.then(
          () => assert.fail('a token'),
          (error: unknown) => error,
        ),
      )
    for (const answer of [
      failed(500, 'x'),
      failed(429, 'x'),
      failed(403, 'x', { 'retry-after': '9' }),
      'lost' as const,
      'html' as const,
    ]) {
      bench.github.fail({ where: 'access_tokens', answer })
      await collect(tokenFor('acme/website'))
    }
    const privateKey = `-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----`
    await collect(
      createInstallationTokens({ ...appOf(bench), privateKey }, { clock: { now: Date.now } })('acme/website'),
    )
    assert.equal(errors.length, 6)
    for (const error of errors) {
      const all = inspect(error, { depth: Infinity, showHidden: true })
      assert.doesNotMatch(all, /ghs_|eyJ|U0VDUkVU/)
      assert.ok(!all.includes(bench.app.privateKey.slice(60, 100)))
    }
  })
})
