import assert from 'node:assert/strict'
import sinon from 'sinon'
import type { Visitor } from '../../../src/gateway/host-lookup.ts'
import { makeRouterBench, type RouterBench } from './harness.ts'

const form = (user: string, password: string, back = '/') => ({
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  },
  body: new URLSearchParams({ back }).toString(),
})

describe('the router, where no machine is', () => {
  let bench: RouterBench
  const wake = sinon.spy(async (name: string, { credentials }: Visitor) => {
    if (name !== 'plum') return 'not-asleep'
    return credentials?.user === 'agency' && credentials.password === 'plum & träd' ? 'ok' : 'denied'
  })
  beforeEach(async () => {
    wake.resetHistory()
    bench = await makeRouterBench({ wake })
  })
  afterEach(() => bench.clean())

  it('says how things stand with a site', async () => {
    bench.standings.set('preparing', { kind: 'preparing', stage: 'launch' })
    bench.standings.set('asleep', { kind: 'asleep' })
    bench.standings.set('archived', { kind: 'archived', restorableUntil: Date.UTC(2026, 4, 1, 9) })
    bench.standings.set('failed', { kind: 'failed' })
    const statuses: Record<string, number | undefined> = {}
    for (const name of ['preparing', 'asleep', 'archived', 'failed', 'unknown']) {
      statuses[name] = (await bench.get(`${name}.localhost:80`)).status
    }
    assert.deepEqual(statuses, { preparing: 503, asleep: 503, archived: 410, failed: 503, unknown: 404 })
  })

  it('shows only what this is at the address above all sites, without asking about any', async () => {
    bench.standings.set('localhost', { kind: 'asleep' })
    for (const host of ['localhost:8080', 'LOCALHOST', '127.0.0.1:8080', '[::1]:8080']) {
      const { status, body } = await bench.get(host)
      assert.equal(status, 200)
      assert.match(body, /Home of your test sites/)
    }
  })

  it('knows no sites at other hosts', async () => {
    bench.standings.set('plum', { kind: 'asleep' })
    for (const host of ['plum.test', 'a.plum.localhost', 'plumlocalhost', '192.0.2.1', 'plum.localhost.test']) {
      assert.equal((await bench.get(host)).status, 404, host)
    }
  })

  it('refuses hosts that are none', async () => {
    for (const host of ['<script>', 'plum.localhost:x', 'plum .localhost', '-.localhost', 'plum.localhost/']) {
      assert.equal((await bench.get(host)).status, 400, host)
    }
  })

  it("writes in the visitor's language", async () => {
    const { body, headers } = await bench.get('plum.localhost', '/', {
      headers: { 'accept-language': 'ja-JP,en;q=0.5' },
    })
    assert.equal(headers['content-language'], 'ja')
    assert.match(body, /サイトが見つかりません/)
  })

  it('sends no page for HEAD', async () => {
    const { status, body } = await bench.get('plum.localhost', '/', { method: 'HEAD' })
    assert.deepEqual([status, body], [404, ''])
  })

  it('shows a page, and reports, when it cannot find out how things stand', async () => {
    const trouble = new Error('the table is away')
    const broken = await makeRouterBench({ lookUp: () => Promise.reject(trouble) })
    const { status } = await broken.get('plum.localhost')
    await broken.clean()
    assert.equal(status, 502)
    assert.deepEqual(broken.faults, [trouble])
  })

  describe('waking', () => {
    const path = '/_pokopoko/wake'

    it('asks for the credentials and goes back to the site', async () => {
      bench.standings.set('plum', { kind: 'asleep' })
      const page = (await bench.get('plum.localhost', '/basket?item=1&next=//a?b')).body
      assert.match(page, /<form method="post" action="\/_pokopoko\/wake">/)
      assert.match(page, /name="back" value="\/basket\?item=1&amp;next=\/\/a\?b"/)
      const asked = await bench.get('plum.localhost', path, { method: 'POST', body: 'back=/basket' })
      assert.deepEqual(
        [asked.status, asked.headers['www-authenticate']],
        [401, 'Basic realm="Test site", charset="UTF-8"'],
      )
      const right = form('agency', 'plum & träd', '/basket?item=1')
      const { status, headers } = await bench.get('plum.localhost', path, right)
      assert.deepEqual([status, headers.location], [303, '/basket?item=1'])
      assert.deepEqual(
        wake.args
          .at(-1)
          ?.slice(0, 2)
          .map((arg) => (typeof arg === 'string' ? arg : arg.credentials)),
        ['plum', { user: 'agency', password: 'plum & träd' }],
      )
    })

    it('says when they are wrong, and asks again', async () => {
      const { status, body } = await bench.get('plum.localhost', path, form('agency', 'pear'))
      assert.equal(status, 401)
      assert.match(body, /is wrong/)
      assert.match(body, /<form/)
    })

    it('tells nothing of a site that is not asleep', async () => {
      const { status, headers } = await bench.get('quince.localhost', path, form('agency', 'pear'))
      assert.deepEqual([status, headers.location], [303, '/'])
    })

    it('is not handed to a machine', async () => {
      await bench.site((_req, res) => res.end('from the machine'))
      assert.equal((await bench.get('plum.localhost', path, form('agency', 'plum & träd'))).status, 303)
    })

    it('takes nothing but its form, from its own page', async () => {
      const right = form('agency', 'plum & träd')
      const others = [
        {},
        { ...right, method: 'GET', body: '' },
        form('agency', 'plum & träd', 'x'.repeat(100_000)),
        { ...right, headers: { ...right.headers, 'sec-fetch-site': 'cross-site' } },
      ]
      for (const other of others) assert.equal((await bench.get('plum.localhost', path, other)).status, 303)
      assert.equal(wake.callCount, 0)
    })
  })
})
