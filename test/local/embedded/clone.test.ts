import assert from 'node:assert/strict'
import { probeRepository } from '../../../src/local/embedded/clone.ts'

describe('a look at a repository', () => {
  it('takes a name in its address that is not percent-encoded text', async () => {
    const { signal } = new AbortController()
    assert.equal(await probeRepository('http://%E0%A4%A:50%@127.0.0.1:1/plum.git', signal), 'unknown')
  })
})
