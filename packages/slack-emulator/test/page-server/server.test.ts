import assert from 'node:assert/strict'
import { startPageServer } from './page-server.ts'

type Started = Awaited<ReturnType<typeof startPageServer>>

describe('the workspace page’s server', () => {
  let page: Started
  let isReady = true
  let others: string[] = []

  before(async () => {
    page = await startPageServer({
      ready: () => isReady,
      other: async (req, res) => {
        others.push(req.url ?? '')
        if (req.url !== '/git/info') return false
        res.end('mine')
        return true
      },
    })
  })
  beforeEach(() => {
    isReady = true
    others = []
  })
  after(() => page.stop())

  describe('allowed hosts and origins', () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      it(`serves ${name}`, async () => {
        assert.equal((await page.send('/', { headers: { host: `${name}:${page.port}` } })).status, 200)
      })
    }

    it('rejects other names (DNS rebinding)', async () => {
      const { status, body } = await page.send('/workspace', { headers: { host: `evil.example:${page.port}` } })
      assert.equal(status, 403)
      assert.match(body, /"error"/)
    })

    it('rejects other ports', async () => {
      assert.equal((await page.send('/', { headers: { host: `localhost:${page.port + 1}` } })).status, 403)
    })

    it('serves nothing else under a wrong name', async () => {
      await page.send('/git/info', { headers: { host: 'evil.example' } })
      assert.deepEqual(others, [])
    })

    for (const origin of ['https://evil.example', 'null', 'http://localhost:1']) {
      it(`rejects posts of ${origin}`, async () => {
        const { status } = await page.post('/do/say', { as: 'U1', channel: 'C1', text: 'hi' }, { origin })
        assert.equal(status, 403)
        assert.equal(page.workspace.screen('U1').messages.length, 0)
      })
    }

    it('accepts its own page’s posts', async () => {
      const { status } = await page.post('/do/openHome', { as: 'U1' }, { origin: `http://localhost:${page.port}` })
      assert.equal(status, 200)
    })
  })

  it('serves the page with its bundled script and a strict content security policy', async () => {
    const { headers, body } = await page.send('/')
    assert.match(body, /<script type="module" src="\/page\.js">/)
    assert.match(String(headers['content-security-policy']), /default-src 'none'; script-src 'self'/)
    const script = await page.send('/page.js')
    assert.match(String(script.headers['content-type']), /javascript/)
    assert.match(script.body, /EventSource/)
    assert.match((await page.send('/page.css')).body, /\.sidebar/)
    assert.match((await page.send('/logo.svg')).body, /<svg/)
  })

  it('has a health check', async () => {
    assert.deepEqual([(await page.send('/healthz')).status, (await page.send('/healthz')).body], [200, 'ok\n'])
    isReady = false
    assert.equal((await page.send('/healthz')).status, 503)
  })

  it('serves the Web API, and what else is at the address', async () => {
    assert.equal((await page.send('/api/auth.test')).body, '{"ok":false,"error":"not_authed"}')
    assert.equal((await page.send('/git/info')).body, 'mine')
  })

  it('answers 404, 405 and 400 in JSON', async () => {
    const answers = [
      await page.send('/nothing'),
      await page.send('/do/say'),
      await page.post('/', {}),
      await page.send('//'),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 405, 405, 400],
    )
    for (const { body } of answers) assert.match(body, /^\{"error":".+"\}$/)
  })

  it('reports errors, and shows the browser no details', async () => {
    const broken = await startPageServer({
      clock: {
        now: () => 0,
        nextEventAt: () => undefined,
        skip: () => Promise.reject(new Error('a secret')),
        skipToNext: async () => undefined,
      },
    })
    try {
      const { status, body } = await broken.post('/do/skip', { ms: 1 })
      assert.equal(status, 500)
      assert.doesNotMatch(body, /secret/)
      assert.equal(broken.reported.length, 1)
    } finally {
      await broken.stop()
    }
  })
})
