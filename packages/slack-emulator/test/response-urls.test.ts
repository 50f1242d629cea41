import assert from 'node:assert/strict'
import { aWorkspace, plain, section, text } from './workspace-fixture.ts'

const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }]
const idOf = (url: unknown) => text(url).split('/').at(-1) ?? ''

async function command() {
  const fixture = aWorkspace()
  await fixture.workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
  const id = idOf(fixture.last().form['response_url'])
  return { ...fixture, use: (body: object) => fixture.workspace.responseUrls.use(id, body) }
}

async function click(post: string, params: object) {
  const fixture = aWorkspace()
  const answer = await fixture.call(post, { channel: 'C1', text: 'Card', blocks, ...params })
  const ts = text(answer['ts'] ?? answer['message_ts'])
  await fixture.workspace.act(
    'U1',
    { message: { channel: 'C1', ts } },
    { blockId: 'b', actionId: 'go' },
    { type: 'button' },
  )
  const id = idOf(fixture.last().json['response_url'])
  const texts = (userId: string) => fixture.workspace.screen(userId).messages.map(({ text }) => text)
  return { ...fixture, ts, texts, use: (body: object) => fixture.workspace.responseUrls.use(id, body) }
}

describe('response URLs', () => {
  it('can be used five times', async () => {
    const { use, workspace } = await command()
    for (let n = 1; n <= 5; n += 1) assert.deepEqual(use({ text: `${n}` }), { status: 200, body: { ok: true } })
    assert.deepEqual(use({ text: '6' }), { status: 404, body: { ok: false, error: 'used_url' } })
    assert.deepEqual(
      workspace.screen('U1').messages.map(({ text }) => text),
      ['1', '2', '3', '4', '5'],
    )
    assert.deepEqual(workspace.screen('U2').messages, [])
  })

  it('live for 30 minutes of real time', async () => {
    const { use, time, clock } = await command()
    clock.advance(86_400_000)
    time.advance(30 * 60_000)
    assert.equal(use({ text: 'x' }).status, 200)
    time.advance(1)
    assert.deepEqual(use({ text: 'x' }), { status: 404, body: { ok: false, error: 'expired_url' } })
  })

  it('exist only when issued', () => {
    assert.equal(aWorkspace().workspace.responseUrls.use('x', { text: 'x' }).status, 404)
  })

  it('reject what Slack rejects, without counting it', async () => {
    const { use } = await command()
    for (let n = 0; n < 6; n += 1)
      assert.equal(use({ text: 'x', blocks: [section('')] }).body['error'], 'invalid_blocks')
    assert.deepEqual(use({}).body['error'], 'no_text')
    assert.deepEqual(use({ txt: 'x' }).body['error'], 'invalid_payload')
    assert.equal(use({ text: 'x', thread_ts: '1.000000' }).body['error'], 'thread_not_found')
    assert.equal(use({ text: 'x' }).status, 200)
  })

  it('post to the channel with in_channel', async () => {
    const { use, workspace } = await command()
    use({ text: 'Hi', response_type: 'in_channel' })
    assert.deepEqual(
      workspace.screen('U2').messages.map(({ text }) => text),
      ['Hi'],
    )
  })

  it('replace the message that was clicked', async () => {
    const { use, ts, workspace } = await click('chat.postMessage', {})
    use({ text: 'Done', replace_original: true })
    const [message, ...more] = workspace.screen('U2').messages
    assert.deepEqual([message?.ts, message?.text, message?.blocks, more.length], [ts, 'Done', undefined, 0])
  })

  it('replace and delete ephemeral messages', async () => {
    const { use, ts, texts, call } = await click('chat.postEphemeral', { user: 'U1' })
    assert.equal((await call('chat.update', { channel: 'C1', ts, text: 'x' }))['error'], 'message_not_found')
    use({ text: 'Done', replace_original: 'true' })
    assert.deepEqual([texts('U1'), texts('U2')], [['Done'], []])
    use({ delete_original: true })
    assert.deepEqual(texts('U1'), [])
    assert.equal(use({ delete_original: true }).body['error'], 'message_not_found')
  })
})
