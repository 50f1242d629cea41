import assert from 'node:assert/strict'
import { hashPassword } from '../../src/control/passwords.ts'
import { createGateway } from '../../src/gateway/gateway.ts'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { createGatewayHandler } from '../../src/lambda/gateway-handler.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { sessionHash } from '../../src/site/session.ts'
import { balancerEvent } from '../lambda/events.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'

const TOKEN = 'a1'.repeat(32)
const COOKIE = { cookie: `theme=dark; __Host-testsite=${TOKEN}` }
const basic = (password: string) => ({ authorization: `Basic ${btoa(`guest:${password}`)}` })

describe('a visit of a sleeping site', () => {
  let passwordHash: string
  before(async () => {
    passwordHash = await hashPassword('password')
  })

  /** Is it woken, and what's the answer? */
  async function visit(headers: Record<string, string>, { method = 'GET', accessRevision = 1 } = {}) {
    const store = createFakeSiteStore()
    const clock = createFakeClock(SITE_CREATED_AT)
    const site = aSite({
      spec: { desired: 'asleep', access: { passwordHash, revision: accessRevision } },
      status: { session: sessionHash(TOKEN), route: undefined, instance: { state: 'stopped', address: undefined } },
    })
    await store.create(site)
    const handler = createGatewayHandler({
      gateway: createGateway({
        domain: 'test.example.com',
        timeZone: 'Asia/Tokyo',
        ...createHostLookup({ store, clock, policy: defaultPolicy, shareKey: async (id) => shareKey(WEBHOOK_KEY, id) }),
      }),
      control: createMachineEndpoint({ store, clock }),
      takePush: async () => assert.fail('no push'),
      domain: 'test.example.com',
      report: (error) => assert.fail(String(error)),
    })
    const answer = await handler(balancerEvent({ method, path: '/basket', headers }))
    return { isWoken: (await store.load('plum'))?.spec.desired === 'up', ...answer }
  }
  const wakes = async (...args: Parameters<typeof visit>) => (await visit(...args)).isWoken

  it('wakes it, if the browser has sent the password once, with a page that comes back by itself', async () => {
    const { isWoken, statusCode, headers, body } = await visit({
      ...COOKIE,
      'sec-fetch-mode': 'navigate',
      'sec-fetch-site': 'cross-site',
    })
    assert.deepEqual([isWoken, statusCode, headers?.['retry-after']], [true, 503, '3'])
    assert.match(body, /http-equiv="refresh"/)
    assert.doesNotMatch(body, /<form/)
    assert.match(body, /Last time, this took about 40 seconds/)
  })

  it('wakes it by the password, which a browser or a program sends along', async () => {
    assert.ok(await wakes(basic('password')))
    assert.ok(await wakes({ ...basic('password'), 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' }))
  })

  it('wakes nothing without either, or with a wrong one', async () => {
    for (const headers of [
      {},
      basic('wrong'),
      { cookie: `__Host-testsite=${'b2'.repeat(32)}` },
      { cookie: '__Host-testsite=' },
    ]) {
      const { isWoken, statusCode, body } = await visit(headers)
      assert.deepEqual([isWoken, statusCode], [false, 503], JSON.stringify(headers))
      assert.match(body, /<form method="post"/)
    }
    assert.ok(!(await wakes(COOKIE, { accessRevision: 2 })), 'the password was changed meanwhile')
  })

  it('wakes nothing by itself: not a monitor, a browser that fetches ahead, or a page elsewhere', async () => {
    for (const headers of [
      { ...COOKIE, 'user-agent': 'Mozilla/5.0 (compatible; UptimeRobot/2.0)' },
      { ...COOKIE, 'sec-purpose': 'prefetch;prerender' },
      { ...COOKIE, 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin' },
      { ...basic('password'), 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' },
    ])
      assert.ok(!(await wakes(headers)), JSON.stringify(headers))
    for (const method of ['HEAD', 'POST', 'OPTIONS']) assert.ok(!(await wakes(COOKIE, { method })), method)
  })
})
