import assert from 'node:assert/strict'
import { aWorkspace, json, manifest, NOON, section, text } from './workspace-fixture.ts'

describe('the Home tab', () => {
  it('tells the app that it was opened', async () => {
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

  it('is not retried once the app took it', async () => {
    const { workspace, requests, replyWith, time } = aWorkspace()
    replyWith(() => (requests.length === 1 ? new Promise(() => time.advance(3000)) : { status: 200, body: '' }))
    assert.equal(await workspace.openHome('U1'), undefined)
    assert.deepEqual(
      requests.map(({ request }) => request.headers['x-slack-retry-reason']),
      [undefined, 'http_timeout'],
    )
  })

  it('is there only if the manifest has it and subscribes to it', async () => {
    const { workspace, requests } = aWorkspace({ manifest: { ...manifest, settings: {} } })
    assert.equal(await workspace.openHome('U1'), 'This app has no Home tab.')
    assert.deepEqual(requests, [])
    const without = aWorkspace({ manifest: { ...manifest, features: { ...manifest.features, app_home: {} } } })
    const view = { type: 'home', blocks: [] }
    assert.equal((await without.call('views.publish', { user_id: 'U1', view }))['error'], 'not_enabled')
  })

  it('goes with a manifest whose other events would never come', () => {
    const settings = { event_subscriptions: { bot_events: ['app_mention'] } }
    assert.throws(() => aWorkspace({ manifest: { ...manifest, settings } }), /app_mention/)
  })
})

describe('the URL handshake', () => {
  it('wants the challenge back, as text or JSON', async () => {
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
