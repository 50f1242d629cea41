import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { aWorkspace, json, NOON, OK, SECRET, section, text } from './workspace-fixture.ts'

const greet = (text = '', channel = 'C1') => ({ channel, command: '/greet', text })

describe('slash commands', () => {
  it('sends the form that Slack sends, signed', async () => {
    const { workspace, last } = aWorkspace()
    assert.equal(await workspace.command('U1', greet('new ポコ')), undefined)
    const { request, form } = last()
    const { response_url: url, trigger_id: trigger, ...rest } = form
    assert.match(url ?? '', /^http:\/\/127\.0\.0\.1:1\/response\/[\w-]{20,}$/)
    assert.match(trigger ?? '', /^\d+\.\w+\.[0-9a-f]{32}$/)
    assert.deepEqual(rest, {
      token: 'local-verification-token',
      team_id: 'T0LOCAL',
      team_domain: 'local',
      channel_id: 'C1',
      channel_name: 'general',
      user_id: 'U1',
      user_name: 'aki',
      command: '/greet',
      text: 'new ポコ',
      api_app_id: 'A0LOCAL',
      is_enterprise_install: 'false',
    })
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded')
    assert.equal(request.headers['x-slack-request-timestamp'], String(NOON / 1000))
    const { body } = request
    const digest = createHmac('sha256', SECRET)
      .update(`v0:${NOON / 1000}:${body}`)
      .digest('hex')
    assert.equal(request.headers['x-slack-signature'], `v0=${digest}`)
  })

  it('signs with real time after the clock was skipped', async () => {
    const { workspace, clock, last } = aWorkspace()
    clock.advance(86_400_000)
    await workspace.command('U1', greet())
    assert.equal(last().request.headers['x-slack-request-timestamp'], String(NOON / 1000))
  })

  it('times out after 3 s, and ignores a later answer', async () => {
    const { workspace, time, replyWith } = aWorkspace()
    let answer: (late: typeof OK) => void = () => undefined
    replyWith(() => new Promise((resolve) => (answer = resolve)))
    const notice = workspace.command('U1', greet())
    time.advance(2999)
    assert.equal(time.pending(), 1)
    time.advance(1)
    assert.equal(await notice, '/greet failed with the error “operation_timeout”')
    answer({ status: 200, body: 'late' })
    assert.deepEqual(workspace.screen('U1').messages, [])
  })

  it('leaves no timer behind', async () => {
    const { workspace, time } = aWorkspace()
    await workspace.command('U1', greet())
    assert.equal(time.pending(), 0)
  })

  for (const status of [201, 302, 401, 404, 500]) {
    it(`says that dispatch failed on ${status}`, async () => {
      const { workspace, replyWith } = aWorkspace()
      replyWith({ status, body: 'x' })
      assert.equal(await workspace.command('U1', greet()), '/greet failed with the error “dispatch_failed”')
      assert.deepEqual(workspace.screen('U1').messages, [])
    })
  }

  it('says that dispatch failed when the app throws, and reports the error', async () => {
    const errors: unknown[] = []
    const { workspace, replyWith } = aWorkspace({ onAppError: (error) => errors.push(error) })
    const cause = new Error('broken')
    replyWith(() => Promise.reject(cause))
    assert.equal(await workspace.command('U1', greet()), '/greet failed with the error “dispatch_failed”')
    assert.deepEqual(errors, [cause])
  })

  it('only knows the manifest’s commands', async () => {
    const { workspace, requests } = aWorkspace()
    const notice = await workspace.command('U1', { channel: 'C1', command: '/nope', text: '' })
    assert.equal(notice, '/nope is not a valid command.')
    assert.deepEqual(requests, [])
  })

  it('shows a plain text answer to only this person', async () => {
    const { workspace, replyWith } = aWorkspace()
    replyWith({ status: 200, body: 'Hello' })
    await workspace.command('U1', greet())
    assert.deepEqual(
      workspace.screen('U1').messages.map(({ text, ephemeralFor }) => [text, ephemeralFor]),
      [['Hello', 'U1']],
    )
    assert.deepEqual(workspace.screen('U2').messages, [])
  })

  it('shows an in_channel answer to everybody, below the command', async () => {
    const { workspace, replyWith } = aWorkspace()
    replyWith(json({ response_type: 'in_channel', text: 'Hi', blocks: [section('Hi')] }))
    await workspace.command('U1', greet('list'))
    const seen = workspace.screen('U2').messages.map(({ user, text }) => [user, text])
    assert.deepEqual(seen, [
      ['U1', '/greet list'],
      [workspace.identity.botUserId, 'Hi'],
    ])
  })

  it('reports invalid blocks in an answer', async () => {
    const { workspace, replyWith } = aWorkspace()
    replyWith(json({ text: 'Hi', blocks: [section('')] }))
    assert.match(
      (await workspace.command('U1', greet())) ?? '',
      /^\/greet failed with the error “invalid_blocks .*\/blocks\/0\/text\/text\]”$/,
    )
  })

  it('escapes people, channels and addresses where the manifest asks for it', async () => {
    const { workspace, last } = aWorkspace()
    await workspace.command('U1', greet('owner x @ben #general @nobody a<b & me@ben.org'))
    assert.equal(last().form['text'], 'owner x <@U2|ben> <#C1|general> @nobody a&lt;b &amp; me@ben.org')
    await workspace.command('U1', greet('new https://github.com/acme/website?a=1&b=2 a.example.com x.y'))
    assert.equal(
      last().form['text'],
      'new <https://github.com/acme/website?a=1&amp;b=2> <http://a.example.com|a.example.com> x.y',
    )
    await workspace.command('U1', { channel: 'C1', command: '/plain', text: '@ben <' })
    assert.equal(last().form['text'], '@ben <')
  })

  it('names a direct channel as Slack does', async () => {
    const { workspace, call, last } = aWorkspace()
    const { channel } = await call('conversations.open', { users: 'U1' })
    await workspace.command('U1', greet('', text(channel?.['id'])))
    assert.equal(last().form['channel_name'], 'directmessage')
    assert.equal(await workspace.command('U2', greet('', text(channel?.['id']))), 'You are not in this channel.')
  })
})
