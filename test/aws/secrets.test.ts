import pMemoize from 'p-memoize'
import assert from 'node:assert/strict'
import { SSMClient } from '@aws-sdk/client-ssm'
import { loadSecrets } from '../../src/aws/secrets.ts'
import { ConfigError } from '../../src/config-error.ts'
import { startFakeParameters } from '../support/fake-parameters.ts'

const parameters = {
  '/pokopoko/slack-signing-secret': 'signing',
  '/pokopoko/slack-bot-token': 'xoxb-token',
  '/pokopoko/github-private-key': 'key',
  '/other/github-token': 'of somebody else',
}

describe('loadSecrets', () => {
  let server: Awaited<ReturnType<typeof startFakeParameters>>
  let client: SSMClient
  beforeEach(async () => {
    server = await startFakeParameters(parameters)
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    client = new SSMClient({ endpoint: server.url, region: 'eu-central-1', credentials, maxAttempts: 1 })
  })
  afterEach(() => server.close())

  it('reads all of them by one call, decrypted', async () => {
    assert.deepEqual(await loadSecrets(client, '/pokopoko'), {
      slackSigningSecret: 'signing',
      slackBotToken: 'xoxb-token',
      githubPrivateKey: 'key',
    })
    assert.equal(server.calls.length, 1)
    assert.equal(server.calls[0]?.WithDecryption, true)
  })

  it('takes what was stored with a newline without it', async () => {
    server.put('/pokopoko/slack-signing-secret', 'signing\n')
    server.put('/pokopoko/github-private-key', '-----BEGIN KEY-----\nAAAA\n-----END KEY-----\r\n')
    const { slackSigningSecret, githubPrivateKey } = await loadSecrets(client, '/pokopoko')
    assert.equal(slackSigningSecret, 'signing')
    assert.equal(githubPrivateKey, '-----BEGIN KEY-----\nAAAA\n-----END KEY-----')
  })

  it('takes one that is nothing but a newline for missing', async () => {
    server.put('/pokopoko/slack-bot-token', ' \n')
    const problem = { name: 'ConfigError', message: '/pokopoko/slack-bot-token: no such parameter' }
    await assert.rejects(loadSecrets(client, '/pokopoko'), problem)
  })

  it('names those that are missing, and gives none away', async () => {
    server.remove('/pokopoko/slack-bot-token')
    await assert.rejects(
      loadSecrets(client, '/pokopoko'),
      (error) => error instanceof ConfigError && error.message === '/pokopoko/slack-bot-token: no such parameter',
    )
  })

  it('is asked once a container, and again only after a failure', async () => {
    const secrets = pMemoize(() => loadSecrets(client, '/pokopoko'))
    server.breakFor(1)
    const [first, second] = await Promise.allSettled([secrets(), secrets()])
    assert.deepEqual([first.status, second.status], ['rejected', 'rejected'])
    assert.equal((await secrets()).slackSigningSecret, 'signing')
    await secrets()
    assert.equal(server.calls.length, 2)
  })
})
