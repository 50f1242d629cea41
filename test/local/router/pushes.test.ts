import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { MAX_EVENT_BYTES } from '../../../src/github/events/event-reply.ts'
import { createRepositoryHook } from '../../../src/github/events/repository-hook.ts'
import { HOOK_PATH } from '../../../src/site/paths.ts'
import { webhookSecret } from '../../../src/site/webhook-secret.ts'
import { aSite, SITE_CREATED_AT } from '../../support/a-site.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createFakeSiteStore } from '../../support/fake-site-store.ts'
import { makeRouterBench, type RouterBench } from './harness.ts'

const COMMIT = '2'.repeat(40)
const PUSH = JSON.stringify({
  ref: 'refs/heads/main',
  after: COMMIT,
  deleted: false,
  repository: { full_name: 'orchard/plum' },
})

describe('a push to a site of npm start', () => {
  const site = aSite({ spec: { desired: 'asleep' } })
  let bench: RouterBench
  let store: ReturnType<typeof createFakeSiteStore>
  beforeEach(async () => {
    store = createFakeSiteStore()
    await store.create(site)
    const clock = createFakeClock(SITE_CREATED_AT)
    bench = await makeRouterBench({ takePush: createRepositoryHook({ store, clock, key: async () => 'a key' }) })
  })
  afterEach(() => bench.clean())

  const push = async (body = PUSH, key = 'a key') => {
    const headers = {
      'x-github-event': 'push',
      'x-hub-signature-256': await sign(webhookSecret(key, site.id), body),
    }
    return bench.get('plum.localhost', `${HOOK_PATH}?site=${site.id}`, { method: 'POST', headers, body })
  }
  const head = async () => (await store.load('plum'))?.status.head?.commit

  it('is noted while it has no route, if it is signed, and not too large', async () => {
    assert.equal((await push(PUSH, 'another key')).status, 401)
    assert.equal((await push(`${PUSH}${' '.repeat(MAX_EVENT_BYTES)}`)).status, 413)
    assert.notEqual(await head(), COMMIT)
    assert.equal((await push()).status, 202)
    assert.equal(await head(), COMMIT)
  })

  it("is the machine's otherwise", async () => {
    await bench.site((_req, res) => res.writeHead(200).end('deploying'))
    assert.equal((await push()).body, 'deploying')
    assert.notEqual(await head(), COMMIT)
  })
})
