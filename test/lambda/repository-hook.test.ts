import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { createLambdaRepositoryHook } from '../../src/lambda/repository-hook.ts'
import { webhookSecret } from '../../src/site/webhook-secret.ts'
import { SITE_PARAMETER } from '../../src/site/webhook-url.ts'
import { aSite } from '../support/a-site.ts'
import { startFakeParameters } from '../support/fake-parameters.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { setEnvironment } from '../support/set-environment.ts'

const KEY = 'quince-7301-orchard'
const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-central-1' }

describe('the function that takes pushes to sites without a machine', () => {
  let server: Awaited<ReturnType<typeof startFakeParameters>>
  let restore: () => void
  before(async () => {
    server = await startFakeParameters({ '/pokopoko/webhook-key': KEY })
    restore = setEnvironment({ ...AWS, AWS_ENDPOINT_URL_SSM: server.url })
  })
  after(async () => {
    restore()
    await server.close()
  })

  it('reads the key of webhooks once, and refuses what is signed by another', async () => {
    const store = createFakeSiteStore()
    const site = await store.create(aSite({ spec: { desired: 'asleep' } }))
    const takePush = createLambdaRepositoryHook({ store, clock: { now: Date.now }, secretsPath: '/pokopoko' })
    const push = { ref: 'refs/heads/main', after: '2'.repeat(40), deleted: false }
    const body = JSON.stringify({ ...push, repository: { full_name: 'orchard/plum' } })
    const query = `${SITE_PARAMETER}=${site.id}`
    const deliver = async (secret: string) => {
      const signature = await sign(secret, body)
      const request = { name: site.name, method: 'POST', query, event: 'push', signature, body: async () => body }
      return (await takePush(request)).status
    }
    assert.equal(await deliver(webhookSecret(KEY, site.id)), 202)
    assert.equal(await deliver('another'), 401)
    assert.equal(server.calls.length, 1)
  })
})
