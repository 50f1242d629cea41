import assert from 'node:assert/strict'
import { type CodeHostBench, makeCodeHost } from './harness.ts'

describe('commit statuses of the local code host', () => {
  let bench: CodeHostBench
  beforeEach(async () => {
    bench = await makeCodeHost({ deliver: async () => 200 })
  })
  afterEach(() => bench.clean())
  const get = (path: string, init?: RequestInit) => fetch(`${bench.origin}/git/${path}`, init)

  it('are told over HTTP, after a restart, too', async () => {
    const commit = await (await bench.clone('acme/website')).git('rev-parse', 'HEAD')
    const status = { commit, state: 'failure' as const, context: 'pokopoko/plum', description: 'x', url: 'http://x' }
    await bench.codeHost.setStatus('acme/website', status)
    const shown = [{ repository: 'acme/website', ...status }]
    assert.deepEqual(await (await get(`acme/website/commits/${commit}/statuses`)).json(), shown)
    assert.deepEqual((await bench.restart()).statuses(), shown)
    assert.deepEqual(await (await get(`acme/shop/commits/${commit}/statuses`)).json(), [])
    assert.equal((await get(`acme/website/commits/${commit}/statuses`, { method: 'DELETE' })).status, 405)
  })

  it('are for commits, and nothing else that git could be led to', async () => {
    const clone = await bench.clone('acme/website')
    const tree = await clone.git('rev-parse', 'HEAD^{tree}')
    for (const commit of [tree, 'HEAD', '--batch', `${tree}\n`]) {
      await bench.codeHost.setStatus('acme/website', {
        commit,
        state: 'success',
        context: 'x',
        description: '',
        url: '',
      })
    }
    assert.deepEqual(bench.codeHost.statuses(), [])
  })
})
