import assert from 'node:assert/strict'
import { aWorkspace, manifest, TOKEN } from './workspace-fixture.ts'

const withScopes = (...bot: string[]) => aWorkspace({ manifest: { ...manifest, oauth_config: { scopes: { bot } } } })

describe('the Web API', () => {
  it('describes its bot', async () => {
    const { call, workspace } = aWorkspace()
    const answer = await call('auth.test')
    assert.deepEqual([answer['ok'], answer['user'], answer['user_id']], [true, 'helper', workspace.identity.botUserId])
    assert.deepEqual(workspace.screen('U1').people.find(({ isBot }) => isBot)?.name, 'helper')
  })

  it('needs the token, in the header or as an argument', async () => {
    const { webApi } = aWorkspace().workspace
    assert.equal((await webApi('auth.test', {})).body.error, 'not_authed')
    assert.equal((await webApi('auth.test', {}, 'Bearer xoxb-2')).body.error, 'invalid_auth')
    assert.equal((await webApi('auth.test', {}, TOKEN)).body.error, 'invalid_auth')
    assert.equal((await webApi('auth.test', { token: TOKEN })).body.ok, true)
  })

  it('rejects unknown methods', async () => {
    assert.equal((await aWorkspace().call('users.list'))['error'], 'unknown_method')
  })

  const scopes: [method: string, params: object, needed: string][] = [
    ['chat.postMessage', { channel: 'C1', text: 'x' }, 'chat:write'],
    ['chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'x' }, 'chat:write'],
    ['chat.update', { channel: 'C1', ts: '1.0', text: 'x' }, 'chat:write'],
    ['chat.delete', { channel: 'C1', ts: '1.0' }, 'chat:write'],
    ['users.info', { user: 'U1' }, 'users:read'],
    ['users.profile.get', { user: 'U1' }, 'users.profile:read'],
    ['conversations.open', { users: 'U1' }, 'im:write'],
    ['conversations.info', { channel: 'C1' }, 'channels:read'],
    ['conversations.info', { channel: 'D1' }, 'im:read'],
  ]
  for (const [method, params, needed] of scopes) {
    it(`needs ${needed} for ${method} of ${Object.values(params)[0]}`, async () => {
      const { call } = withScopes('commands', 'other')
      assert.deepEqual(await call(method, { ...params }), {
        ok: false,
        error: 'missing_scope',
        needed,
        provided: 'commands,other',
      })
      assert.notEqual((await withScopes(needed).call(method, { ...params }))['error'], 'missing_scope')
    })
  }

  it('posts to channels without the bot, with chat:write.public', async () => {
    const { call } = withScopes('chat:write', 'chat:write.public')
    assert.equal((await call('chat.postMessage', { channel: 'C3', text: 'x' }))['ok'], true)
  })

  it('can be throttled', async () => {
    const { workspace } = aWorkspace({ throttle: (method) => (method === 'chat.postMessage' ? 7 : undefined) })
    const { status, headers, body } = await workspace.webApi(
      'chat.postMessage',
      { channel: 'C1', text: 'x' },
      `Bearer ${TOKEN}`,
    )
    assert.deepEqual([status, headers['retry-after'], body], [429, '7', { ok: false, error: 'ratelimited' }])
    assert.equal((await workspace.webApi('auth.test', {}, `Bearer ${TOKEN}`)).status, 200)
  })
})

describe('users.info', () => {
  it('returns the locale with include_locale', async () => {
    const { call } = aWorkspace()
    const { user } = await call('users.info', { user: 'U1', include_locale: 'true' })
    assert.deepEqual([user?.['locale'], user?.['tz'], user?.['tz_offset']], ['ja-JP', 'Asia/Tokyo', 32_400])
    assert.equal((await call('users.info', { user: 'U1' }))['user']?.['locale'], undefined)
    assert.equal((await call('users.info', { user: 'U3' }))['user']?.['tz_offset'], -12_600)
    assert.equal((await call('users.info', { user: 'U9' }))['error'], 'user_not_found')
  })
})

describe('users.profile.get', () => {
  it('returns the fields of a profile by their ids', async () => {
    const { workspace, call } = withScopes('users.profile:read')
    workspace.changePerson('U1', { fields: { Xf1: 'aki', Xf2: 'Kyoto' } })
    const { profile } = await call('users.profile.get', { user: 'U1' })
    assert.deepEqual(profile?.['fields'], { Xf1: { value: 'aki', alt: '' }, Xf2: { value: 'Kyoto', alt: '' } })
    assert.deepEqual((await call('users.profile.get', { user: 'U3' }))['profile']?.['fields'], [])
    assert.equal((await call('users.profile.get', { user: 'U9' }))['error'], 'user_not_found')
  })
})

describe('conversations', () => {
  it('open a direct channel once', async () => {
    const { call } = aWorkspace()
    const first = await call('conversations.open', { users: 'U1', return_im: true })
    assert.deepEqual([first['already_open'], first['channel']?.['user']], [undefined, 'U1'])
    const second = await call('conversations.open', { users: 'U1' })
    assert.deepEqual([second['already_open'], second['channel']], [true, { id: first['channel']?.['id'] }])
    assert.equal((await call('conversations.open', { users: 'U9' }))['error'], 'user_not_found')
    assert.equal((await call('conversations.open', { users: 'U1,U2' }))['error'], 'invalid_arguments')
  })

  it('say whether the bot is a member', async () => {
    const { call } = aWorkspace()
    const member = async (channel: string) => (await call('conversations.info', { channel }))['channel']?.['is_member']
    assert.deepEqual([await member('C1'), await member('C3')], [true, false])
    assert.equal((await call('conversations.info', { channel: 'C9' }))['error'], 'channel_not_found')
  })
})
