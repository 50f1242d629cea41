import assert from 'node:assert/strict'
import { startPageServer } from './page-server.ts'

/** Bad inputs that any web page may send which somebody visits, and what each gets. */
describe('bad inputs at the page’s server', () => {
  let page: Awaited<ReturnType<typeof startPageServer>>
  before(async () => {
    page = await startPageServer()
  })
  after(() => page.stop())

  const hosts: [host: (port: number) => string, gets: number][] = [
    [(port) => `LOCALHOST:${port}`, 200],
    [() => 'localhost', 403],
    [(port) => `localhost.evil.invalid:${port}`, 403],
    [(port) => `127.0.0.1.nip.io:${port}`, 403],
    [(port) => `evil.invalid:${port}`, 403],
    [(port) => `localhost:${port}@evil.invalid`, 403],
    [(port) => `localhost:${port}, evil.invalid`, 403],
    [(port) => `[::ffff:127.0.0.1]:${port}`, 403],
    [(port) => `0.0.0.0:${port}`, 403],
    [(port) => `2130706433:${port}`, 403],
    [(port) => `plum.localhost:${port}`, 403],
  ]
  for (const [host, gets] of hosts) {
    it(`gives the host ${host(80)} ${gets}, as DNS rebinding has it`, async () => {
      for (const path of ['/', '/workspace']) {
        assert.equal((await page.send(path, { headers: { host: host(page.port) } })).status, gets, path)
      }
      const { status } = await page.post('/do/openHome', { as: 'U1' }, { host: host(page.port) })
      assert.equal(status, gets)
    })
  }

  const origins = [
    'https://evil.invalid',
    'http://localhost.evil.invalid',
    'http://localhost',
    'https://localhost',
    'null',
    'file://',
    '',
  ]
  for (const origin of origins) {
    it(`lets no page of origin ${JSON.stringify(origin)} act`, async () => {
      const before = page.workspace.screen('U1').messages
      for (const type of [
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const body = { as: 'U1', channel: 'C1', text: 'hi' }
        const { status, headers } = await page.post('/do/say', body, { origin, 'content-type': type })
        assert.equal(status, 403)
        assert.equal(headers['access-control-allow-origin'], undefined)
      }
      assert.deepEqual(page.workspace.screen('U1').messages, before)
    })
  }

  it('lets no other origin’s page read', async () => {
    const { headers } = await page.send('/workspace', { headers: { origin: 'https://evil.invalid' } })
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
  })

  const paths: [path: string, gets: number][] = [
    ['/../package.json', 404],
    ['/..%2fpackage.json', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/page.js%00', 404],
    ['/page.js/../../package.json', 404],
    ['//evil.invalid/', 200],
    ['http://evil.invalid/workspace', 200],
    ['/%', 404],
    ['/__proto__', 404],
    ['/constructor', 404],
  ]
  for (const [path, gets] of paths) {
    it(`gives the path ${path} ${gets}, and nothing but its own files`, async () => {
      const { status, headers, body } = await page.send(path)
      assert.equal(status, gets)
      assert.equal(headers['location'], undefined)
      assert.doesNotMatch(body, /root:|"dependencies"/)
    })
  }
})
