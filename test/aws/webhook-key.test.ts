import assert from 'node:assert/strict'
import { SSMClient } from '@aws-sdk/client-ssm'
import { loadWebhookKey } from '../../src/aws/webhook-key.ts'
import { redact } from '../../src/redact.ts'
import { startFakeParameters } from '../support/fake-parameters.ts'

// Unlike any secret of other tests, which parts of texts are hidden as well.
const KEY = 'zebra-1928-quay'

describe('loadWebhookKey', () => {
  it('reads that one secret, which no text shows from then on, and says when it is missing', async () => {
    const server = await startFakeParameters({ '/pokopoko/webhook-key': `${KEY}\n` })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const client = new SSMClient({ endpoint: server.url, region: 'eu-central-1', credentials, maxAttempts: 1 })
    assert.equal(await loadWebhookKey(client, '/pokopoko'), KEY)
    assert.deepEqual(server.calls, [{ Names: ['/pokopoko/webhook-key'], WithDecryption: true }])
    assert.equal(redact(`it is ${KEY}`), 'it is ***')
    server.remove('/pokopoko/webhook-key')
    const problem = { name: 'ConfigError', message: '/pokopoko/webhook-key: no such parameter' }
    await assert.rejects(loadWebhookKey(client, '/pokopoko'), problem)
    await server.close()
  })
})
