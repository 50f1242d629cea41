import assert from 'node:assert/strict'
import { aGithub, type GithubFixture } from './github-fixture.ts'

describe('commit statuses of the emulator', () => {
  let fixture: GithubFixture
  beforeEach(async () => {
    fixture = await aGithub({ deliver: async () => 200 })
  })
  afterEach(() => fixture.clean())
  const get = (path: string, init?: RequestInit) => fetch(`${fixture.origin}/git/${path}`, init)

  it('are served over HTTP, after a restart, too', async () => {
    const commit = await (await fixture.clone('acme/website')).git('rev-parse', 'HEAD')
    const status = { commit, state: 'failure' as const, context: 'build', description: 'x', url: 'http://x' }
    const shown = [{ repository: 'acme/website', ...status }]
    await fixture.github.setStatus(shown[0] ?? assert.fail())
    assert.deepEqual(await (await get(`acme/website/commits/${commit}/statuses`)).json(), shown)
    assert.deepEqual((await fixture.restart()).statuses(), shown)
    assert.deepEqual(await (await get(`acme/shop/commits/${commit}/statuses`)).json(), [])
    assert.equal((await get(`acme/website/commits/${commit}/statuses`, { method: 'DELETE' })).status, 405)
  })

  it('are for commits, and nothing else that git could be led to', async () => {
    const clone = await fixture.clone('acme/website')
    const tree = await clone.git('rev-parse', 'HEAD^{tree}')
    for (const commit of [tree, 'HEAD', '--batch', `${tree}\n`]) {
      await fixture.github.setStatus({
        repository: 'acme/website',
        commit,
        state: 'success',
        context: 'x',
        description: '',
        url: '',
      })
    }
    assert.deepEqual(fixture.github.statuses(), [])
  })
})
