import assert from 'node:assert/strict'
import type { VisitorAccess } from '../../src/control/jobs.ts'
import { shareCookie, shareKey } from '../../src/site/share-cookie.ts'
import type { Share } from '../../src/site/shares.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { aDocument } from './documents.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const KEY = shareKey('the key of all webhooks', 'site-1')
const [AOI, BEN] = ['a0'.repeat(6), 'be'.repeat(6)]

/** With the cookies that the gateway gives to who opens a link. */
describe('a client with a link', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let access: VisitorAccess
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    const { cloneUrl } = await fixture.repository('website', {
      Procfile: 'web: python3 server.py\n',
      'server.py': ECHO,
    })
    const document = await aDocument(cloneUrl, { documentRoot: '' })
    access = { ...document.access, shares: { key: KEY, ids: [AOI, BEN] } }
    const { result } = await machine.job('set-up', { ...document, access })
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const cookieOf = (id: string, { key = KEY, until, now = Date.now() }: Partial<Given> = {}) => {
    const share: Share = { id, client: 'Aoi', tokenHash: 'x', by: 'U001', at: 0, ...(until !== undefined && { until }) }
    return shareCookie(share, key, now).split(';')[0] ?? ''
  }
  interface Given {
    key: string
    until: number
    now: number
  }
  const status = async (cookie: string, headers: Record<string, string> = {}) =>
    (await visit(machine, '/', { password: null, headers: { cookie, ...headers } })).status
  const change = async (ids: string[], key = KEY) => {
    const { result } = await machine.job('access', { kind: 'access', access: { ...access, shares: { key, ids } } })
    assert.ok(result.ok, JSON.stringify(result))
    return result.changed
  }

  it('is let in, and no program gets the cookie', async () => {
    const {
      status: got,
      text,
      headers,
    } = await visit(machine, '/', {
      password: null,
      headers: { cookie: `a=1; ${cookieOf(AOI)}; b=2` },
    })
    assert.deepEqual([got, text, headers.get('set-cookie')], [200, 'a=1; b=2', null])
  })

  it('is not let in by what the gateway did not sign, or not for this site, or by what has ended', async () => {
    const good = cookieOf(AOI)
    assert.equal(await status(good), 200)
    const [, end = ''] = /\.(\d{10})\./.exec(good) ?? []
    const bad = [
      good.replace(AOI, BEN),
      good.replace(end, String(Number(end) + 1)),
      good.slice(0, -1),
      `${good}A`,
      cookieOf(AOI, { key: shareKey('the key of all webhooks', 'site-2') }),
      cookieOf(AOI, { key: '' }),
      cookieOf(AOI, { until: Date.now() - MINUTE_MS, now: Date.now() - DAY_MS }),
      cookieOf('c0'.repeat(6)),
      `__Host-testsite=share.${AOI}.${end}.${'A'.repeat(22)}`,
      // What one cookie says must not be taken from another.
      `__Host-testsite=share.${AOI}.; ${cookieOf('c0'.repeat(6))}`,
      `__Host-testsite=share.${AOI}.${end}.short; ${cookieOf('c0'.repeat(6))}`,
    ]
    for (const cookie of bad) assert.equal(await status(cookie), 401, cookie)
    assert.equal(await status(cookieOf(AOI, { until: Date.now() + 30 * SECOND_MS })), 200)
  })

  it('stays when the password changes, and others are kept out', async () => {
    const { headers } = await visit(machine, '/')
    const [session = ''] = headers.getSetCookie().map((set) => set.split(';')[0])
    assert.equal(await status(session), 200)
    const passwordHash = access.passwordHash.replace(/.$/, 'A')
    access = { ...access, passwordHash }
    assert.deepEqual(await change([AOI, BEN]), ['access'])
    assert.deepEqual([await status(session), await status(cookieOf(AOI))], [401, 200])
  })

  it('is kept out as soon as the link is revoked, alone, and with no reload of nginx', async () => {
    const workers = async () => (await machine.sh('pgrep --parent "$(cat /run/nginx.pid)" | sort')).trim()
    const before = await workers()
    const [aoi, ben] = [cookieOf(AOI), cookieOf(BEN)]
    assert.deepEqual([await status(aoi), await status(ben)], [200, 200])
    assert.deepEqual(await change([BEN]), ['shares'])
    assert.deepEqual([await status(aoi), await status(ben)], [401, 200])
    assert.deepEqual(await change([BEN]), [])
    await change([BEN, 'd0'.repeat(6)])
    assert.equal(await status(cookieOf('d0'.repeat(6))), 200)
    await change([])
    assert.deepEqual([await status(ben), await status(cookieOf('d0'.repeat(6)))], [401, 401])
    assert.equal(await workers(), before)
  })

  it('leaves no key where others than root can read it, and no cookie in a log', async () => {
    await change([AOI])
    const cookie = cookieOf(AOI)
    assert.equal(await status(cookie), 200)
    const [, mac = ''] = /([\w-]{22})$/.exec(cookie) ?? []
    const found = async (text: string) =>
      (
        await machine.sh(
          `grep -rlF -- '${text}' /var/log /etc /run/testsite /srv /var/lib/testsite 2>/dev/null || true`,
        )
      ).trim()
    assert.equal(await found(mac), '')
    const files = (await found(KEY)).split('\n').toSorted()
    assert.deepEqual(files, ['/etc/nginx/testsite-shares.conf', '/etc/testsite/share-key'])
    assert.equal((await machine.sh(`stat -c '%a %U' ${files.join(' ')}`)).trim(), '600 root\n600 root')
  })

  it('is refused by a document that is not as it should be', async () => {
    for (const shares of [
      { key: KEY, ids: ['../../etc/passwd'] },
      { key: KEY, ids: [`${AOI} ${BEN}`, ''] },
      { key: '', ids: [AOI] },
      { key: `${KEY}"; }`, ids: [AOI] },
    ]) {
      const { result } = await machine.job('access', { kind: 'access', access: { ...access, shares } })
      assert.deepEqual([result.ok, !result.ok && result.reason], [false, 'invalid-input'], JSON.stringify(shares.ids))
    }
    assert.equal(await status(cookieOf(AOI)), 200)
  })

  it('is asked for the password by an nginx that cannot check the cookie, as that of Ubuntu 22.04', async () => {
    const wrapper = '/usr/local/sbin/nginx'
    const script =
      '#!/bin/sh\nif [ "$1" = -V ]; then echo --with-http_ssl_module >&2; else exec /usr/sbin/nginx "$@"; fi\n'
    await machine.sh(`echo ${Buffer.from(script).toString('base64')} | base64 -d >${wrapper}; chmod 755 ${wrapper}`)
    await change([AOI])
    assert.equal(await status(cookieOf(AOI)), 401)
    assert.doesNotMatch(await machine.sh('cat /etc/nginx/testsite-shares.conf'), /secure_link/)
    await machine.sh(`rm ${wrapper}`)
    await change([AOI])
    assert.equal(await status(cookieOf(AOI)), 200)
  })
})

/** Says what cookies it gets. */
const ECHO = `
import http.server, os
class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = (self.headers.get('cookie') or '').encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Echo).serve_forever()
`
