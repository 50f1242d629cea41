import assert from 'node:assert/strict'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { cloneSecret } from '../../src/control/clone-tokens.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { createGateway } from '../../src/gateway/gateway.ts'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import { createGatewayHandler } from '../../src/lambda/gateway-handler.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { reportPath } from '../../src/site/paths.ts'
import { SECOND_MS } from '../../src/site/time.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { balancerEvent } from './events.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'

const asleep = { spec: { desired: 'asleep' }, status: { instance: { state: 'stopped', address: undefined } } } as const
const booting = {
  status: { setUp: undefined, route: undefined, instance: { id: 'i-1', state: 'running', reachable: false } },
} as const

function aFunction({ gives = true } = {}) {
  const saves: string[] = []
  const reported: unknown[] = []
  const store = createFakeSiteStore({ onSave: (name) => saves.push(name) })
  const clock = createFakeClock(SITE_CREATED_AT)
  const lookup = createHostLookup({
    store,
    clock,
    policy: defaultPolicy,
    shareKey: async (id) => shareKey(WEBHOOK_KEY, id),
  })
  const handler = createGatewayHandler({
    gateway: createGateway({ domain: 'test.example.com', timeZone: 'Asia/Tokyo', ...lookup }),
    control: createMachineEndpoint({
      store,
      clock,
      cloneTokens: {
        key: async () => WEBHOOK_KEY,
        tokenFor: async (repository) =>
          gives ? `ghs_${repository.length}` : Promise.reject(new Error('asked too much')),
      },
    }),
    takePush: async () => assert.fail('no push'),
    domain: 'test.example.com',
    report: (error) => String(reported.push(error)),
  })
  return { handler, store, clock, saves, reported }
}

const form = (path: string, fields: Record<string, string>) => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

describe('the gateway function', () => {
  it('says how things stand with a site, in the language of the visitor', async () => {
    const { handler, store } = aFunction()
    await store.create(aSite(asleep))
    const answer = await handler(balancerEvent({ headers: { 'accept-language': 'ja' } }))
    assert.deepEqual([answer.statusCode, answer.statusDescription], [503, '503 Service Unavailable'])
    assert.equal(answer.headers?.['content-type'], 'text/html; charset=utf-8')
    assert.equal(answer.headers?.['content-language'], 'ja')
    assert.match(answer.body, /plum\.test\.example\.com/)
    assert.match(answer.body, /<form method="post"/)
  })

  it('knows no other site, and no other host', async () => {
    const { handler } = aFunction()
    const statusAt = async (host: string) => (await handler(balancerEvent({ host }))).statusCode
    assert.equal(await statusAt('plum.test.example.com'), 404)
    assert.equal(await statusAt('plum.example.com'), 404)
    assert.equal(await statusAt('test.example.com'), 200)
    assert.equal(await statusAt('<script>'), 400)
  })

  it('answers headers of many values in their way', async () => {
    const { handler } = aFunction()
    const answer = await handler(balancerEvent({ headers: { 'accept-language': 'ja' } }, { multiValue: true }))
    assert.equal(answer.headers, undefined)
    assert.deepEqual(answer.multiValueHeaders?.['content-language'], ['ja'])
    assert.equal(answer.statusCode, 404)
  })

  it('refuses a request for two hosts', async () => {
    const { handler } = aFunction()
    const multiValueHeaders = { host: ['plum.test.example.com', 'pear.test.example.com'] }
    const event = { ...balancerEvent({}, { multiValue: true }), multiValueHeaders }
    assert.equal((await handler(event)).statusCode, 400)
  })

  it('sends no page for HEAD', async () => {
    const { statusCode, body } = await aFunction().handler(balancerEvent({ method: 'HEAD' }))
    assert.deepEqual([statusCode, body], [404, ''])
  })

  const wakeForm = (back: string, password?: string, user = 'guest') => {
    const authorization = password === undefined ? undefined : `Basic ${btoa(`${user}:${password}`)}`
    const request = form('/_pokopoko/wake', { back })
    return { ...request, headers: { ...request.headers, ...(authorization && { authorization }) } }
  }

  for (const base64 of [false, true]) {
    it(`wakes a site for who knows its credentials (${base64 ? 'a form in base64' : 'a form as text'})`, async () => {
      const { handler, store } = aFunction()
      await store.create(aSite(asleep))
      const wakeWith = (password?: string, user?: string) =>
        handler(balancerEvent(wakeForm('/basket?item=7', password, user), { base64 }))
      const asked = await wakeWith()
      assert.deepEqual(
        [asked.statusCode, asked.headers?.['www-authenticate']],
        [401, 'Basic realm="Test site", charset="UTF-8"'],
      )
      assert.match(asked.body, /enter its user name.*name="back" value="\/basket\?item=7"/s)
      const wrong = await wakeWith('wrong')
      assert.equal(wrong.statusCode, 401)
      assert.match(wrong.body, /is wrong.*name="back" value="\/basket\?item=7"/s)
      assert.equal((await wakeWith('password', 'admin')).statusCode, 401, 'the right password of another user')
      assert.equal((await store.load('plum'))?.spec.desired, 'asleep')
      const answer = await wakeWith('password')
      assert.deepEqual([answer.statusCode, answer.headers?.['location']], [303, '/basket?item=7'])
      assert.equal((await store.load('plum'))?.spec.desired, 'up')
    })
  }

  for (const multiValue of [false, true]) {
    it(`leads back with the query (${multiValue ? 'headers of many values' : 'of one'})`, async () => {
      const { handler, store } = aFunction()
      await store.create(aSite(asleep))
      const event = { ...balancerEvent({ path: '/a%20b/' }, { multiValue }) }
      const query = multiValue
        ? { multiValueQueryStringParameters: { q: ['%E6%97%A5+%26', 'b'], preview: [''] } }
        : { queryStringParameters: { q: '%E6%97%A5+%26', preview: '' } }
      const { body } = await handler({ ...event, ...query })
      const back = multiValue ? 'q=%E6%97%A5+%26&amp;q=b&amp;preview' : 'q=%E6%97%A5+%26&amp;preview'
      assert.ok(body.includes(`name="back" value="/a%20b/?${back}"`), body)
    })
  }

  for (const [asked, back] of [
    ['https://bank.test', '/'],
    ['//bank.test/x', '/'],
    ['/\\bank.test', '/'],
    ['\\\\bank.test', '/'],
    ['/\t/bank.test', '/'],
    ['/.//bank.test', '/bank.test'],
    ['/x/..//bank.test', '/bank.test'],
    ['javascript:alert(1)', '/'],
    ['/x\r\nset-cookie: a=1', '/xset-cookie:%20a=1'],
    ['http://[', '/'],
    ['', '/'],
  ] as const) {
    it(`leads nobody elsewhere: ${JSON.stringify(asked)}`, async () => {
      const { handler, store } = aFunction()
      await store.create(aSite(asleep))
      const answer = await handler(balancerEvent(wakeForm(asked, 'password')))
      assert.deepEqual([answer.statusCode, answer.headers?.['location']], [303, back])
    })
  }

  it('shows a page, and reports, when the table is away', async () => {
    const { handler, store, reported } = aFunction()
    const trouble = new Error('the table is away')
    store.load = () => Promise.reject(trouble)
    assert.equal((await handler(balancerEvent())).statusCode, 502)
    assert.deepEqual(reported, [trouble])
  })

  it('gives a machine a token that nothing on the way keeps, and says when it should ask again', async () => {
    for (const [gives, status] of [
      [true, 200],
      [false, 502],
    ] as const) {
      const { handler, store, reported } = aFunction({ gives })
      const site = await store.create(aSite())
      const authorization = `Bearer ${cloneSecret(WEBHOOK_KEY, site.id, 1)}`
      const path = '/_pokopoko/control/clone-token/plum'
      const { statusCode, headers, body } = await handler(
        balancerEvent({ method: 'POST', path, headers: { authorization } }),
      )
      assert.deepEqual([statusCode, headers?.['cache-control']], [status, 'no-store'])
      assert.equal(body === 'ghs_12', gives)
      assert.equal(reported.length, gives ? 0 : 1)
    }
  })

  describe('when a machine phones home', () => {
    const call = (name: string, fields: Record<string, string>) => form(`/_pokopoko/control/phone-home/${name}`, fields)
    const statusOf = async (handler: ReturnType<typeof aFunction>['handler'], request: ReturnType<typeof call>) => {
      const { statusCode, body } = await handler(balancerEvent(request))
      return [statusCode, body]
    }

    it('has the site looked at that waits for it', async () => {
      const { handler, store, saves } = aFunction()
      const site = await store.create(aSite(booting))
      saves.length = 0
      const fields = { pub_key_rsa: 'ssh-rsa AAAA', instance_id: 'i-1', hostname: 'ip-10-0-0-1', fqdn: 'ip-10-0-0-1' }
      assert.deepEqual(await statusOf(handler, call('plum', fields)), [204, ''])
      assert.deepEqual(saves, ['plum'])
      assert.deepEqual(await store.load('plum'), { ...site, version: site.version + 1 })
    })

    it('hears no other machine, and tells nobody which sites there are', async () => {
      const { handler, store, saves } = aFunction()
      await store.create(aSite(booting))
      await store.create(aSite({ name: 'pear', status: { instance: { id: 'i-2' } } }))
      saves.length = 0
      for (const request of [
        call('plum', { instance_id: 'i-9' }),
        call('plum', {}),
        call('pear', { instance_id: 'i-2' }),
        call('quince', { instance_id: 'i-1' }),
      ]) {
        assert.deepEqual(await statusOf(handler, request), [204, ''])
      }
      assert.deepEqual(saves, [])
    })

    it('is content when somebody else has just saved the site', async () => {
      const { handler, store, saves, reported } = aFunction()
      const old = await store.create(aSite(booting))
      await store.save(old)
      saves.length = 0
      store.load = async () => old
      assert.deepEqual(await statusOf(handler, call('plum', { instance_id: 'i-1' })), [204, ''])
      assert.deepEqual([saves, reported], [[], []])
    })
  })

  describe('when a machine reports', () => {
    const deploy = { commit: 'a'.repeat(40), subject: 'Ripen', author: 'Tom', at: SITE_CREATED_AT }
    const deploys = [{ result: 'deployed', deployedAt: 1, seconds: 1, deploy, log: '' }]
    const body = JSON.stringify({ ok: true, deploys, processes: [] })
    const call = (token: string, name = 'plum') => ({
      method: 'POST',
      path: reportPath(name),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    })
    for (const how of [{}, { base64: true }, { multiValue: true }]) {
      it(`writes it down for who has the token (${Object.keys(how)[0] ?? 'as text'})`, async () => {
        const { handler, store } = aFunction()
        await store.create(aSite({ status: { reportTokens: [reportTokenHash('the-token')] } }))
        const statusOf = async (request: ReturnType<typeof call>) =>
          (await handler(balancerEvent(request, how))).statusCode
        assert.equal(await statusOf(call('another')), 401)
        assert.equal(await statusOf(call('the-token', 'pear')), 401, 'as if the token were wrong')
        assert.notDeepEqual((await store.load('plum'))?.status.deploy, deploy)
        assert.equal(await statusOf(call('the-token')), 204)
        assert.deepEqual((await store.load('plum'))?.status.deploy, { ...deploy, deployedAt: 1 })
      })
    }
  })

  it('hears a machine twelve times a minute, whatever the others say, and none that is not there', async () => {
    const { handler, store, clock } = aFunction()
    const reportTokens = [reportTokenHash('the-token')]
    for (const name of ['plum', 'pear'])
      await store.create(aSite({ id: `site-${name}`, name, status: { reportTokens } }))
    await store.create(aSite({ id: 'site-fig', name: 'fig', status: { reportTokens, instance: undefined } }))
    const body = JSON.stringify({ ok: true, deploys: [], processes: [] })
    const report = async (name: string) => {
      const headers = { authorization: 'Bearer the-token', 'content-type': 'application/json' }
      return (await handler(balancerEvent({ method: 'POST', path: reportPath(name), headers, body }))).statusCode
    }
    for (let time = 0; time < 12; time += 1) assert.equal(await report('plum'), 204)
    assert.deepEqual([await report('plum'), await report('pear'), await report('fig')], [429, 204, 409])
    clock.advance(5 * SECOND_MS)
    assert.deepEqual([await report('plum'), await report('plum')], [204, 429])
  })

  it('takes no other calls of machines', async () => {
    const { handler } = aFunction()
    const statusOf = async (path: string, method = 'POST') =>
      (await handler(balancerEvent({ path: `/_pokopoko/control/${path}`, method }))).statusCode
    assert.equal(await statusOf('phone-home/plum', 'GET'), 405)
    assert.equal(await statusOf('phone-home/plum/more'), 404)
    assert.equal(await statusOf('phone-home'), 404)
    assert.equal(await statusOf('open/plum'), 404)
  })
})
