import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import { createSlackHttpHandler } from '../src/http.ts'
import { aWorkspace, modal, section, TOKEN } from './workspace-fixture.ts'

const nothing = () => undefined
const silent: NonNullable<WebClientOptions['logger']> = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
}

describe('the Web API over HTTP', () => {
  let server: Server
  let url = ''
  let throttled = false
  const fixture = aWorkspace({ baseUrl: () => url, throttle: () => (throttled ? 1 : undefined) })
  const { workspace, last } = fixture
  const client = () =>
    new WebClient(TOKEN, {
      slackApiUrl: `${url}/api/`,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      logger: silent,
    })

  before(async () => {
    const handle = createSlackHttpHandler(workspace)
    server = createServer((request, response) => {
      void handle(request, response).then((handled) => handled || response.writeHead(404).end('not ours'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  })
  after(() => server.close())
  beforeEach(() => {
    throttled = false
  })

  it("serves Slack's own client: messages", async () => {
    const posted = await client().apiCall('chat.postMessage', {
      channel: 'C1',
      text: 'Hi & ポコ',
      blocks: [{ type: 'divider' }],
      unfurl_links: false,
    })
    assert.equal(posted.ok, true)
    const message = workspace.screen('U2').messages.at(-1)
    assert.deepEqual([message?.text, message?.blocks?.[0]?.type], ['Hi & ポコ', 'divider'])
  })

  it("serves Slack's own client: views", async () => {
    await workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
    const trigger_id = last().form['trigger_id'] ?? ''
    const { view } = await client().views.open({
      trigger_id,
      view: { type: 'modal', title: { type: 'plain_text', text: 'Title' }, blocks: [{ type: 'divider' }] },
    })
    assert.equal(workspace.screen('U1').modals[0]?.id, view?.id)
  })

  it("serves Slack's own client: errors with their details", async () => {
    const rejected = client().apiCall('chat.postMessage', { channel: 'C1', text: 'x', blocks: [{ type: 'section' }] })
    await assert.rejects(rejected, (error: { data?: unknown }) => {
      assert.deepEqual(error.data, {
        ok: false,
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must provide either text or fields [json-pointer:/blocks/0]'],
          scopes: ['commands', 'chat:write', 'users:read', 'im:write', 'im:read', 'channels:read'],
        },
      })
      return true
    })
  })

  it("serves Slack's own client: rate limits", async () => {
    throttled = true
    await assert.rejects(client().auth.test(), { code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
  })

  it('takes JSON, and rejects other bodies', async () => {
    const call = async (type: string, body: string) => {
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': type }
      const answer = await fetch(`${url}/api/views.publish`, { method: 'POST', headers, body })
      return answer.text()
    }
    const body = JSON.stringify({ user_id: 'U1', view: { type: 'home', blocks: [section('x')] } })
    assert.match(await call('application/json; charset=utf-8', body), /^{"ok":true,/)
    assert.match(await call('application/json', '{'), /invalid_json/)
    assert.match(await call('text/plain', body), /invalid_post_type/)
    const bad = new URLSearchParams({ user_id: 'U1', view: JSON.stringify(modal([section('x')])) }).toString()
    assert.match(await call('application/x-www-form-urlencoded', bad), /invalid_arguments/)
  })

  it('serves response URLs', async () => {
    await workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
    const use = (body: string, method = 'POST') =>
      fetch(last().form['response_url'] ?? '', { method, ...(method === 'POST' && { body }) })
    assert.equal((await use('{"text":"Done"}')).status, 200)
    assert.equal(workspace.screen('U1').messages.at(-1)?.text, 'Done')
    assert.equal((await use('{')).status, 400)
    assert.equal((await use('', 'GET')).status, 405)
    for (let n = 2; n <= 5; n += 1) await use('{"text":"Done"}')
    const used = await use('{"text":"Done"}')
    assert.deepEqual([used.status, await used.json()], [404, { ok: false, error: 'used_url' }])
  })

  it('leaves other paths to the caller', async () => {
    assert.equal(await (await fetch(`${url}/healthz`)).text(), 'not ours')
  })

  it('rejects bodies over 1 MB', async () => {
    assert.equal(
      (await fetch(`${url}/api/auth.test`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })).status,
      413,
    )
  })
})
