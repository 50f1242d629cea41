import assert from 'node:assert/strict'
import { json, modal, input, section, typed } from '../workspace-fixture.ts'
import { startPageServer } from './page-server.ts'

type Started = Awaited<ReturnType<typeof startPageServer>>

describe('the workspace page’s endpoints', () => {
  let page: Started
  before(async () => {
    page = await startPageServer()
  })
  after(() => page.stop())

  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }
  const notice = (body: string): unknown => JSON.parse(body)

  it('say', async () => {
    assert.equal((await page.post('/do/say', { as: 'U1', channel: 'C1', text: 'こんにちは' })).body, '{}')
    assert.equal(page.workspace.screen('U2').messages.at(-1)?.text, 'こんにちは')
  })

  it('give Slack’s notice back', async () => {
    const { status, body } = await page.post('/do/say', { as: 'U2', channel: 'C4', text: 'hi' })
    assert.equal(status, 200)
    assert.deepEqual(notice(body), { notice: 'You are not in this channel.' })
  })

  it('reply in threads', async () => {
    const ts = page.workspace.screen('U1').messages.at(-1)?.ts
    await page.post('/do/say', { as: 'U2', channel: 'C1', text: 'reply', threadTs: ts })
    assert.equal(page.workspace.screen('U1').messages.at(-1)?.threadTs, ts)
  })

  it('run commands and shortcuts', async () => {
    await page.post('/do/command', { as: 'U1', channel: 'C1', command: '/plain', text: 'a b' })
    assert.equal(page.last().form['text'], 'a b')
    await page.post('/do/shortcut', { as: 'U2', callbackId: 'create' })
    assert.equal(page.last().json['callback_id'], 'create')
  })

  it('click', async () => {
    const blocks = [{ type: 'actions', block_id: 'b', elements: [button] }]
    const { ts } = await page.call('chat.postMessage', { channel: 'C1', text: 'x', blocks })
    const { status } = await page.post('/do/act', {
      as: 'U1',
      container: { message: { channel: 'C1', ts } },
      element: { blockId: 'b', actionId: 'go' },
      picked: { type: 'button' },
      state: {},
    })
    assert.equal(status, 200)
    assert.equal(page.last().json['actions']?.['0']?.['action_id'], 'go')
  })

  it('submit and close modals', async () => {
    await page.post('/do/command', { as: 'U1', channel: 'C1', command: '/plain', text: '' })
    await page.call('views.open', { trigger_id: page.last().form['trigger_id'], view: modal([input('name')]) })
    const viewId = page.workspace.screen('U1').modals[0]?.id
    page.replyWith(json({ response_action: 'errors', errors: { name: 'no' } }))
    await page.post('/do/submit', { as: 'U1', viewId, state: { name: typed('x') } })
    assert.deepEqual(page.workspace.screen('U1').modals[0]?.errors, { name: 'no' })
    await page.post('/do/close', { as: 'U1', viewId })
    assert.deepEqual(page.workspace.screen('U1').modals, [])
  })

  it('suggest', async () => {
    const select = { type: 'external_select', action_id: 'it', min_query_length: 0 }
    const { ts } = await page.call('chat.postMessage', {
      channel: 'C1',
      text: 'x',
      blocks: [{ ...section('pick'), block_id: 's', accessory: select }],
    })
    page.replyWith(json({ options: [{ text: { type: 'plain_text', text: 'One' }, value: '1' }] }))
    const container = { message: { channel: 'C1', ts } }
    const element = { blockId: 's', actionId: 'it' }
    const { body } = await page.post('/do/suggest', { as: 'U1', container, element, query: 'o', state: {} })
    assert.deepEqual(JSON.parse(body), { options: [{ text: 'One', value: '1' }] })
  })

  it('skip time', async () => {
    await page.post('/do/skip', { ms: 3_600_000 })
    await page.post('/do/skipToNext', {})
    assert.deepEqual(page.skipped, [3_600_000, 'next'])
  })

  it('only act as people of the page', async () => {
    for (const as of ['U3', 'U0LOCALBOT']) {
      assert.equal((await page.post('/do/say', { as, channel: 'C1', text: 'hi' })).status, 403)
    }
  })

  const bad: [why: string, path: string, body: unknown, status: number][] = [
    ['what is not JSON', '/do/say', '{', 400],
    ['missing fields', '/do/say', { as: 'U1', channel: 'C1' }, 400],
    ['unknown fields', '/do/say', { as: 'U1', channel: 'C1', text: 'x', ts: '1' }, 400],
    ['unknown elements', '/do/submit', { as: 'U1', viewId: 'V', state: { b: { a: { type: 'file_input' } } } }, 400],
    ['going back in time', '/do/skip', { ms: -1 }, 400],
    ['too much', '/do/say', { as: 'U1', channel: 'C1', text: 'x'.repeat(1024 * 1024) }, 413],
  ]
  for (const [why, path, body, status] of bad) {
    it(`reject ${why}`, async () => {
      const answer = await page.post(path, body)
      assert.equal(answer.status, status)
      assert.match(answer.body, /^\{"error":/)
    })
  }

  it('reject forms, which other sites could send', async () => {
    const headers = { 'content-type': 'text/plain' }
    assert.equal((await page.post('/do/say', { as: 'U1', channel: 'C1', text: 'x' }, headers)).status, 415)
  })
})
