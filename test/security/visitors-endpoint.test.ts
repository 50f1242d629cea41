import assert from 'node:assert/strict'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { createGateway } from '../../src/gateway/gateway.ts'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import { createGatewayHandler } from '../../src/lambda/gateway-handler.ts'
import { hashPassword } from '../../src/control/passwords.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { WAKE_PATH } from '../../views/gateway.ts'
import { balancerEvent } from '../lambda/events.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'

/*
 * Bad inputs at the door for visitors and machines, which is open to the whole internet, and what each gets. More of
 * them: test/lambda/gateway-handler.test.ts, test/control/reports/reports.test.ts, test/gateway/requested-host.test.ts.
 */
describe('bad inputs at the visitors’ door', () => {
  const reported: unknown[] = []
  const store = createFakeSiteStore()
  const clock = createFakeClock(SITE_CREATED_AT)
  const lookup = createHostLookup({
    store,
    clock,
    policy: defaultPolicy,
    shareKey: async (id) => shareKey(WEBHOOK_KEY, id),
  })
  const handler = createGatewayHandler({
    gateway: createGateway({ domain: 'test.example.com', timeZone: 'Asia/Tokyo', ...lookup }),
    control: createMachineEndpoint({ store, clock: createFakeClock(0) }),
    takePush: async () => assert.fail('no push'),
    domain: 'test.example.com',
    report: (error) => String(reported.push(error)),
  })
  before(async () => {
    const machine = { instance: { state: 'stopped', address: undefined } } as const
    const access = { passwordHash: await hashPassword('password') }
    await store.create(aSite({ name: 'asleep', spec: { desired: 'asleep', access }, status: machine }))
    await store.create(aSite({ name: 'ready' }))
  })
  afterEach(() => assert.deepEqual(reported.splice(0), [], 'nobody is woken'))

  const hosts: [host: string, gets: number][] = [
    ['', 400],
    ['..', 400],
    ['.test.example.com', 400],
    ['ready.test.example.com\r\nx-evil: 1', 400],
    ['ready.test.example.com\0', 400],
    ['ready.test.example.com@evil.invalid', 400],
    ['ready.test.example.com/../x', 400],
    ['ready.test.example.com:999999', 400],
    ['"><script>alert(1)</script>', 400],
    [`${'a'.repeat(300)}.test.example.com`, 400],
    ['$(reboot).test.example.com', 400],
    ['evil.invalid', 404],
    ['ready.test.example.com.evil.invalid', 404],
    ['a.ready.test.example.com', 404],
    [`${'a'.repeat(200)}.test.example.com`, 404],
    ['-.test.example.com', 400],
    ['__proto__.test.example.com', 400],
    ['constructor.test.example.com', 404],
  ]
  for (const [host, gets] of hosts) {
    it(`gives the host ${JSON.stringify(host.slice(0, 60))} ${gets}`, async () => {
      const { statusCode, body, headers } = await handler(balancerEvent({ host }))
      assert.equal(statusCode, gets)
      assert.doesNotMatch(body, /<script>alert|\r\nx-evil/)
      assert.equal(headers?.['location'], undefined)
    })
  }

  const paths: [path: string, gets: number][] = [
    ['//evil.invalid/', 503],
    ['/\\evil.invalid', 503],
    ['/%2e%2e/%2e%2e/etc/passwd', 503],
    ['/_pokopoko/wake/', 503],
    ['/_pokopoko/share/', 503],
    ['/_pokopoko/share/../wake', 503],
    ['/_pokopoko/control/', 404],
    ['/_pokopoko/control/report/../phone-home/ready', 401],
    ['/_pokopoko/control/report/ready', 401],
    ['/_pokopoko/control/report/%00', 401],
    ['/_pokopoko/control/phone-home/', 204],
    ['/_pokopoko/control/phone-home/..', 204],
    ['/_pokopoko/control/phone-home/%23sweep', 204],
    ['/_pokopoko/control/phone-home/#sweep', 204],
    [`/_pokopoko/control/phone-home/${'a'.repeat(5000)}`, 204],
    ['/_pokopoko/control/phone-home/ready/', 404],
    ['/_pokopoko/control/__proto__/ready', 404],
  ]
  for (const [path, gets] of paths) {
    it(`gives POST ${path.slice(0, 60)} ${gets}, and leads nowhere`, async () => {
      const before = store.all()
      const body = 'instance_id=i-1&user=guest&password=x'
      const event = balancerEvent({ method: 'POST', host: 'asleep.test.example.com', path, body })
      const { statusCode, headers } = await handler(event)
      assert.deepEqual([statusCode, headers?.['location']], [gets, undefined])
      assert.deepEqual(store.all(), before)
    })
  }

  const links = [
    '',
    '..',
    '../../wake',
    '%2e%2e',
    '%00',
    '__proto__',
    '//evil.invalid',
    '?back=//evil.invalid',
    'x'.repeat(20_000),
  ]
  for (const link of links) {
    it(`opens nothing for the link ${JSON.stringify(link.slice(0, 30))}`, async () => {
      const before = store.all()
      const path = `/_pokopoko/share/${link}`
      const { statusCode, headers, body } = await handler(balancerEvent({ host: 'asleep.test.example.com', path }))
      assert.deepEqual([statusCode, headers?.['location'], headers?.['set-cookie']], [404, undefined, undefined])
      assert.doesNotMatch(body, /evil|xxxx/)
      assert.deepEqual(store.all(), before)
    })
  }

  const wake = (host: string, { body = '', ...headers }: { body?: string; [header: string]: string } = {}) =>
    handler(balancerEvent({ method: 'POST', host: `${host}.test.example.com`, path: WAKE_PATH, headers, body }))
  const basic = (user: string, password: string) => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` })
  const right = basic('guest', 'password')

  it('wakes nobody for a form that is too large, or one of another page', async () => {
    for (const attempt of [
      { body: 'x'.repeat(1024 * 1024) },
      { body: `back=/${'x'.repeat(70_000)}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const { statusCode, headers } = await wake('asleep', { ...right, ...attempt })
      assert.deepEqual([statusCode, headers?.['location']], [303, '/'])
    }
    assert.equal((await store.load('asleep'))?.spec.desired, 'asleep')
  })

  for (const authorization of [
    '',
    'Basic',
    'Basic !',
    'Basic YQ==',
    'Bearer guest:password',
    'Basic\0',
    'x'.repeat(9000),
  ]) {
    it(`wakes nobody for the Authorization ${JSON.stringify(authorization.slice(0, 30))}`, async () => {
      const { statusCode, headers } = await wake('asleep', { authorization })
      assert.deepEqual([statusCode, headers?.['www-authenticate']], [401, 'Basic realm="Test site", charset="UTF-8"'])
      assert.equal((await store.load('asleep'))?.spec.desired, 'asleep')
    })
  }

  it('says the same of a site that there is not, and of one that is not asleep', async () => {
    assert.deepEqual(await wake('ready', right), await wake('nothing', right))
    assert.deepEqual(await wake('ready'), await wake('nothing'))
  })

  it('says the same, and takes as long, for a wrong user as for a wrong password', async () => {
    const quickest = async (credentials: ReturnType<typeof basic>) => {
      const times: number[] = []
      for (let round = 0; round < 5; round++) {
        const start = performance.now()
        assert.equal((await wake('asleep', credentials)).statusCode, 401)
        times.push(performance.now() - start)
      }
      return Math.min(...times)
    }
    const password = await quickest(basic('guest', 'wrong'))
    const user = await quickest(basic('nobody', 'wrong'))
    assert.ok(user > password / 3, `${user.toFixed(2)} ms, and ${password.toFixed(2)} ms for who is a user`)
    assert.equal(
      (await wake('asleep', basic('guest', 'wrong'))).body,
      (await wake('asleep', basic('no', 'wrong'))).body,
    )
  })

  it('lets nobody guess: after twenty different passwords, the right one is one too many, from that network', async () => {
    const from = (address: string, credentials = right) =>
      wake('asleep', { ...credentials, 'x-forwarded-for': `192.0.2.200, ${address}` })
    const network = (last: number) => `2001:db8:0:7::${last.toString(16)}`
    for (let guess = 0; guess < 19; guess++)
      assert.equal((await from(network(guess), basic('guest', `guess ${guess}`))).statusCode, 401)
    // An old password that a browser sends again and again is one.
    for (let again = 0; again < 5; again++) await from(network(again), basic('guest', 'guess 0'))
    assert.equal((await from(network(1), basic('another', 'guess 0'))).statusCode, 401)
    const banned = await from('2001:DB8:0:7:1:2:3:4')
    assert.deepEqual([banned.statusCode, banned.headers?.['retry-after']], [429, '600'])
    assert.match(banned.body, /Too many wrong passwords/)
    assert.equal((await store.load('asleep'))?.spec.desired, 'asleep')

    clock.advance(10 * MINUTE_MS)
    assert.equal((await from(network(1), basic('guest', 'guess 0'))).statusCode, 401)
    assert.equal((await from('2001:db8:0:8::1')).statusCode, 303)
    assert.equal((await store.load('asleep'))?.spec.desired, 'up')
  })
})
