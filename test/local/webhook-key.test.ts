import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openWebhookKey } from '../../src/local/webhook-key.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

describe('the key of webhooks on a laptop', () => {
  it('is made once, by chance, for its owner alone to read', async () => {
    const [one, other] = await Promise.all([makeTemporaryDirectory(), makeTemporaryDirectory()])
    const key = await openWebhookKey(one.path)
    assert.match(key, /^[0-9a-f]{64}$/)
    assert.equal(await openWebhookKey(one.path), key)
    assert.notEqual(await openWebhookKey(other.path), key)
    assert.equal((await stat(join(one.path, 'webhook-key.json'))).mode & 0o777, 0o600)
    await Promise.all([one.remove(), other.remove()])
  })
})
