import assert from 'node:assert/strict'
import { aWorkspace, manifest, plain, section, text } from './workspace-fixture.ts'

const blocks = [
  section('Plum'),
  { type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: 'plum' }] },
]
const URL = 'https://plum.example.com/a?b=1'

function aLinkedWorkspace({ scopes = ['links:read', 'links:write', 'chat:write'] }: { scopes?: string[] } = {}) {
  return aWorkspace({
    manifest: {
      ...manifest,
      features: { ...manifest.features, unfurl_domains: ['example.com'] },
      oauth_config: { scopes: { bot: scopes } },
      settings: { ...manifest.settings, event_subscriptions: { bot_events: ['link_shared'] } },
    },
  })
}

async function posted(channel = 'C1') {
  const fixture = aLinkedWorkspace()
  await fixture.workspace.say('U1', { channel, text: `look: ${URL}` })
  const ts = text(fixture.last().json['event']?.['message_ts'])
  const message = () =>
    fixture.workspace.screen('U1').messages.find((one) => one.ts === ts) ?? assert.fail('no message')
  return { ...fixture, ts, message }
}

describe('links', () => {
  it('to registered domains are sent to the app, each once, from every channel', async () => {
    const { workspace, last, requests } = aLinkedWorkspace()
    const others = 'https://badexample.com/ https://example.org https://'
    await workspace.say('U1', { channel: 'C3', text: `${URL} https://example.com ${URL} ${others}` })
    const [message] = workspace.screen('U1').messages
    const { event_ts: at, unfurl_id: unfurlId, ...event } = last().json['event'] ?? assert.fail('no event')
    assert.match(text(at), /^\d+\.\d+$/)
    assert.match(text(unfurlId), /^C3\./)
    assert.deepEqual(event, {
      type: 'link_shared',
      channel: 'C3',
      is_bot_user_member: false,
      user: 'U1',
      message_ts: message?.ts,
      source: 'conversations_history',
      links: [
        { domain: 'example.com', url: URL },
        { domain: 'example.com', url: 'https://example.com' },
      ],
    })
    await workspace.say('U1', { channel: 'C1', text: 'https://example.com', threadTs: await threadIn(workspace) })
    assert.equal(last().json['event']?.['thread_ts'], workspace.screen('U1').messages.at(-1)?.threadTs)
    await workspace.say('U1', { channel: 'C1', text: others })
    assert.equal(requests.length, 2)
  })

  it('are not sent without the scope', async () => {
    const { workspace, requests } = aLinkedWorkspace({ scopes: [] })
    await workspace.say('U1', { channel: 'C1', text: URL })
    assert.deepEqual(requests, [])
  })

  it('are written as Slack writes them', async () => {
    const { workspace, last } = aLinkedWorkspace()
    await workspace.say('U1', { channel: 'C1', text: 'https://example.com/?a=1&b=2' })
    const links: unknown = last().json['event']?.['links']
    assert.deepEqual(links, [{ domain: 'example.com', url: 'https://example.com/?a=1&amp;b=2' }])
  })
})

describe('chat.unfurl', () => {
  it('shows what it is given under the message, and again in the same place', async () => {
    const { call, ts, message } = await posted()
    const unfurls = { [URL]: { blocks, fallback: 'Plum' } }
    assert.deepEqual(await call('chat.unfurl', { channel: 'C1', ts, unfurls }), { ok: true })
    assert.deepEqual(
      message().unfurls?.map(({ id, url, fallback }) => ({ id, url, fallback })),
      [{ id: 1, url: URL, fallback: 'Plum' }],
    )
    const other = JSON.stringify({ [URL]: { blocks: [section('Fig')] } })
    await call('chat.unfurl', { channel: 'C1', ts, unfurls: other })
    assert.equal(message().unfurls?.length, 1)
    assert.match(JSON.stringify(message().unfurls), /Fig/)
  })

  it('takes the event’s unfurl_id and source', async () => {
    const { call, last, message } = await posted('C3')
    const { unfurl_id: unfurlId, source } = last().json['event'] ?? {}
    const answer = await call('chat.unfurl', { unfurl_id: unfurlId, source, unfurls: { [URL]: { blocks } } })
    assert.deepEqual(answer, { ok: true })
    assert.equal(message().unfurls?.length, 1)
  })

  it('outlives a restart, and is in the history', async () => {
    const { workspace, call, ts } = await posted()
    await call('chat.unfurl', { channel: 'C1', ts, unfurls: { [URL]: { blocks } } })
    const again = aWorkspace({ saved: JSON.parse(JSON.stringify(workspace.save())) })
    assert.equal(again.workspace.screen('U1').messages[0]?.unfurls?.[0]?.url, URL)
    const { messages } = await aHistory(workspace.save()).call('conversations.history', { channel: 'C1' })
    assert.equal(messages?.[0]?.['attachments']?.[0]?.['app_unfurl_url'], URL)
  })

  it('refuses what Slack would', async () => {
    const { call, ts } = await posted()
    const unfurls = { [URL]: { blocks } }
    const error = async (params: object) =>
      (await call('chat.unfurl', { channel: 'C1', ts, unfurls, ...params }))['error']
    assert.equal(await error({ channel: undefined }), 'missing_channel')
    assert.equal(await error({ ts: undefined }), 'missing_ts')
    assert.equal(await error({ unfurl_id: 'x' }), 'missing_source')
    assert.equal(await error({ unfurl_id: 'x', source: 'composer' }), 'cannot_find_channel')
    assert.equal(await error({ channel: 'C9' }), 'cannot_find_channel')
    assert.equal(await error({ ts: '1.1' }), 'cannot_find_message')
    assert.equal(await error({ unfurls: {} }), 'missing_unfurls')
    assert.equal(await error({ unfurls: '{' }), 'cannot_parse_attachment')
    assert.equal(await error({ unfurls: { 'https://example.com': { blocks } } }), 'cannot_unfurl_url')
    assert.equal(await error({ unfurls: { [URL]: { blocks: [{ type: 'nonsense' }] } } }), 'invalid_blocks')
  })
})

describe('clicks on what is shown of a link', () => {
  it('say so, and have no message of the app', async () => {
    const { workspace, call, ts, last, message } = await posted()
    await call('chat.unfurl', { channel: 'C1', ts, unfurls: { [URL]: { blocks } } })
    const at = { blockId: 'b', actionId: 'go' }
    const container = { message: { channel: 'C1', ts, unfurl: 1 } }
    assert.equal(await workspace.act('U2', container, at, { type: 'button' }), undefined)
    const payload = last().json
    assert.deepEqual(payload['container'], {
      type: 'message_attachment',
      message_ts: ts,
      channel_id: 'C1',
      is_ephemeral: false,
      attachment_id: 1,
      is_app_unfurl: true,
      app_unfurl_url: URL,
    })
    assert.equal(payload['message'], undefined)
    assert.equal(payload['app_unfurl']?.['app_unfurl_url'], URL)
    const id = text(payload['response_url']).split('/').at(-1) ?? ''
    assert.equal(workspace.responseUrls.use(id, { text: 'Done' }).status, 200)
    assert.equal(workspace.screen('U2').messages.at(-1)?.text, 'Done')
    assert.match(message().text, /^look/)
    const elsewhere = { message: { channel: 'C1', ts, unfurl: 2 } }
    assert.equal(await workspace.act('U2', elsewhere, at, { type: 'button' }), 'This is no longer available.')
  })
})

describe('conversations.members', () => {
  it('are the people in it, and the bot', async () => {
    const { call } = aWorkspace()
    assert.deepEqual((await call('conversations.members', { channel: 'C1' }))['members'], [
      'U1',
      'U2',
      'U3',
      'U0LOCALBOT',
    ])
    assert.deepEqual((await call('conversations.members', { channel: 'C4' }))['members'], ['U1', 'U0LOCALBOT'])
    assert.deepEqual((await call('conversations.members', { channel: 'C3' }))['members'], ['U1', 'U2', 'U3'])
    assert.equal((await call('conversations.members', { channel: 'C9' }))['error'], 'channel_not_found')
  })

  it('come in pages', async () => {
    const { call } = aWorkspace()
    const first = await call('conversations.members', { channel: 'C1', limit: 3 })
    const cursor = text(first['response_metadata']?.['next_cursor'])
    const second = await call('conversations.members', { channel: 'C1', limit: 3, cursor })
    assert.deepEqual([first['members'], second['members']], [['U1', 'U2', 'U3'], ['U0LOCALBOT']])
    assert.equal((await call('conversations.members', { channel: 'C1', cursor: 'x' }))['error'], 'invalid_cursor')
  })
})

async function threadIn(workspace: ReturnType<typeof aWorkspace>['workspace']): Promise<string> {
  await workspace.say('U1', { channel: 'C1', text: 'thread' })
  return workspace.screen('U1').messages.at(-1)?.ts ?? assert.fail('no message')
}

function aHistory(saved: unknown) {
  return aWorkspace({
    saved: JSON.parse(JSON.stringify(saved)),
    manifest: { ...manifest, oauth_config: { scopes: { bot: ['channels:history'] } } },
  })
}
