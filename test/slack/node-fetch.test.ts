import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { nodeFetch } from '../../src/slack/slack-fetch.ts'

describe('fetch by Node’s own HTTP', () => {
  let server: Server
  const serve = async (listener: RequestListener) => {
    server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    assert.ok(address !== null && typeof address === 'object')
    return `http://127.0.0.1:${address.port}/api/auth.test?x=1`
  }
  afterEach(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })

  it('sends what it is given, and gives what comes back', async () => {
    const url = await serve((req, res) => {
      void text(req).then((body) => {
        res.setHeader('X-OAuth-Scopes', 'commands').writeHead(200)
        res.end(JSON.stringify([req.method, req.url, req.headers['authorization'], body]))
      })
    })
    const response = await nodeFetch(url, { method: 'POST', headers: { Authorization: 'Bearer x' }, body: 'päng' })
    assert.deepEqual([response.ok, response.status, response.url], [true, 200, url])
    assert.equal(response.headers.get('x-oauth-scopes'), 'commands')
    assert.equal(response.headers.get('retry-after'), null)
    assert.ok([...response.headers.entries()].some(([name]) => name === 'x-oauth-scopes'))
    assert.deepEqual(await response.json(), ['POST', '/api/auth.test?x=1', 'Bearer x', 'päng'])
  })

  it('gives refusals as they are', async () => {
    const url = await serve((_req, res) => res.writeHead(429, { 'retry-after': '7' }).end('slow down'))
    const response = await nodeFetch(url)
    assert.deepEqual([response.ok, response.status, response.statusText], [false, 429, 'Too Many Requests'])
    assert.equal(response.headers.get('Retry-After'), '7')
    assert.equal(Buffer.from(await response.arrayBuffer()).toString(), 'slow down')
  })

  it('follows no redirects: the token is for Slack alone', async () => {
    const url = await serve((_req, res) => res.writeHead(302, { location: 'https://example.com/' }).end())
    await assert.rejects(nodeFetch(url), /redirects/)
  })

  it('gives up when it is told to, and when nobody answers', async () => {
    const url = await serve(() => {})
    const controller = new AbortController()
    const answer = nodeFetch(url, { signal: controller.signal })
    controller.abort()
    await assert.rejects(answer, { name: 'AbortError' })
    await assert.rejects(nodeFetch('http://127.0.0.1:1/'), /ECONNREFUSED/)
  })
})
