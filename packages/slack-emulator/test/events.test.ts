import assert from 'node:assert/strict'
import { aWorkspace, json, manifest, NOON, section, text } from './workspace-fixture.ts'

describe('the Home tab', () => {
  it('sends app_home_opened', async () => {
    const { workspace, last } = aWorkspace()
    assert.equal(await workspace.openHome('U1'), undefined)
    const { request, json: body } = last()
    assert.equal(request.headers['content-type'], 'application/json')
    assert.equal(request.headers['x-slack-retry-num'], undefined)
    assert.equal(body['type'], 'event_callback')
    assert.equal(body['event_time'], NOON / 1000)
    assert.equal(body['event']?.['type'], 'app_home_opened')
    assert.equal(body['event']?.['user'], 'U1')
    assert.equal(body['event']?.['tab'], 'home')
    assert.equal(body['event']?.['view'], undefined)
    const direct = workspace.screen('U1').channels.find(({ directWith }) => directWith === 'U1')
    assert.equal(body['event']?.['channel'], direct?.id)
  })

  it('sends the view along once there is one', async () => {
    const { workspace, call, last } = aWorkspace()
    const { view } = await call('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [section('x')] } })
    await workspace.openHome('U1')
    assert.equal(last().json['event']?.['view']?.['hash'], view?.['hash'])
  })

  it('is retried three times, with the same event and the reason', async () => {
    const { workspace, requests, replyWith } = aWorkspace()
    replyWith({ status: 500, body: '' })
    assert.match((await workspace.openHome('U1')) ?? '', /Status Code 500/)
    const retries = requests.map(({ request: { headers } }) => [
      headers['x-slack-retry-num'],
      headers['x-slack-retry-reason'],
    ])
    assert.deepEqual(retries, [
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
    assert.equal(new Set(requests.map(({ json: body }) => text(body['event_id']))).size, 1)
  })

  it('is not retried once the app acknowledged it', async () => {
    const { workspace, requests, replyWith, time } = aWorkspace()
    replyWith(() => (requests.length === 1 ? new Promise(() => time.advance(3000)) : { status: 200, body: '' }))
    assert.equal(await workspace.openHome('U1'), undefined)
    assert.deepEqual(
      requests.map(({ request }) => request.headers['x-slack-retry-reason']),
      [undefined, 'http_timeout'],
    )
  })

  it('needs the manifest’s Home tab and event', async () => {
    const { workspace, requests } = aWorkspace({ manifest: { ...manifest, settings: {} } })
    assert.equal(await workspace.openHome('U1'), 'This app has no Home tab.')
    assert.deepEqual(requests, [])
    const without = aWorkspace({ manifest: { ...manifest, features: { ...manifest.features, app_home: {} } } })
    const view = { type: 'home', blocks: [] }
    assert.equal((await without.call('views.publish', { user_id: 'U1', view }))['error'], 'not_enabled')
  })

  it('rejects a manifest with events that would never come', () => {
    const settings = { event_subscriptions: { bot_events: ['reaction_added'] } }
    assert.throws(() => aWorkspace({ manifest: { ...manifest, settings } }), /reaction_added/)
  })
})

describe('messages', () => {
  const subscribed = (events: string[], scopes: string[]) =>
    aWorkspace({
      manifest: {
        ...manifest,
        oauth_config: { scopes: { bot: ['chat:write', 'im:write', ...scopes] } },
        settings: { event_subscriptions: { bot_events: events } },
      },
    })

  it('are sent to an app that subscribes to them, from channels that its bot is in', async () => {
    const { workspace, requests } = subscribed(['message.channels'], ['channels:history'])
    for (const channel of ['C1', 'C3']) assert.equal(await workspace.say('U1', { channel, text: 'a < b' }), undefined)
    const ts = workspace.screen('U1').messages[0]?.ts
    assert.deepEqual(
      requests.map(({ json: { event } }) => event),
      [
        {
          type: 'message',
          user: 'U1',
          ts,
          text: 'a &lt; b',
          team: 'T0LOCAL',
          channel: 'C1',
          event_ts: ts,
          channel_type: 'channel',
        },
      ],
    )
  })

  it('that mention the bot are sent as app_mention', async () => {
    const { workspace, last, requests } = subscribed(['app_mention'], ['app_mentions:read'])
    await workspace.say('U1', { channel: 'C1', text: 'hello @ben' })
    assert.deepEqual(requests, [])
    await workspace.say('U1', { channel: 'C1', text: 'hello @helper' })
    assert.equal(last().json['event']?.['type'], 'app_mention')
    assert.equal(last().json['event']?.['text'], 'hello <@U0LOCALBOT|helper>')
  })

  it('in the direct channel are message.im', async () => {
    const { workspace, call, last, replyWith } = subscribed(['message.im'], ['im:history'])
    const { channel } = await call('conversations.open', { users: 'U1' })
    replyWith({ status: 500, body: '' })
    assert.equal(await workspace.say('U1', { channel: text(channel?.['id']), text: 'hello' }), undefined)
    assert.equal(last().json['event']?.['channel_type'], 'im')
  })

  it('are not sent without their scope', async () => {
    const { workspace, call, requests } = subscribed(['app_mention', 'message.im', 'message.channels'], [])
    const { channel } = await call('conversations.open', { users: 'U1' })
    for (const to of ['C1', text(channel?.['id'])]) await workspace.say('U1', { channel: to, text: 'hello @helper' })
    assert.deepEqual(requests, [])
  })
})

describe('the URL handshake', () => {
  it('takes the challenge as text or JSON', async () => {
    const { workspace, replyWith } = aWorkspace()
    replyWith(({ json: body }) => ({ status: 200, body: text(body['challenge']) }))
    assert.equal(await workspace.verifyUrl(), true)
    replyWith(({ json: body }) => json({ challenge: body['challenge'] }))
    assert.equal(await workspace.verifyUrl(), true)
    replyWith(json({ challenge: 'x' }))
    assert.equal(await workspace.verifyUrl(), false)
    replyWith({ status: 500, body: '' })
    assert.equal(await workspace.verifyUrl(), false)
  })
})
