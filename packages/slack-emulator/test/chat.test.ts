import assert from 'node:assert/strict'
import { aWorkspace, section, text } from './workspace-fixture.ts'

const error = async (answer: Promise<Record<string, unknown>>) => (await answer)['error']

describe('chat.postMessage', () => {
  it('posts to everybody, with ascending ts by the clock', async () => {
    const { call, workspace, clock } = aWorkspace()
    const first = await call('chat.postMessage', { channel: 'C1', text: 'One', blocks: [section('*One*')] })
    const second = await call('chat.postMessage', { channel: 'C1', text: 'Two' })
    assert.equal(first['ts'], '1795435200.000000')
    assert.equal(second['ts'], '1795435200.000001')
    clock.advance(1500)
    assert.equal((await call('chat.postMessage', { channel: 'C1', text: 'Three' }))['ts'], '1795435201.500000')
    assert.equal(first['message']?.['bot_id'], 'B0LOCAL')
    assert.deepEqual(
      workspace.screen('U2').messages.map(({ text }) => text),
      ['One', 'Two', 'Three'],
    )
  })

  const rejected: [what: string, params: object, error: string][] = [
    ['no such channel', { channel: 'C9' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C2' }, 'is_archived'],
    ['a channel that the bot is not in', { channel: 'C3' }, 'not_in_channel'],
    ['no text', { text: '' }, 'no_text'],
    ['long text', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['bad blocks', { blocks: [section('')] }, 'invalid_blocks'],
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['no such thread', { thread_ts: '1.000000' }, 'thread_not_found'],
    ['broadcast without thread', { reply_broadcast: true }, 'invalid_arguments'],
    ['a number for text', { text: 5 }, 'invalid_arguments'],
    ['unknown arguments', { txet: 'x' }, 'invalid_arguments'],
  ]
  for (const [what, params, code] of rejected) {
    it(`rejects ${what}`, async () => {
      const { call, workspace } = aWorkspace()
      assert.equal(await error(call('chat.postMessage', { channel: 'C1', text: 'Hi', ...params })), code)
      assert.deepEqual(workspace.screen('U1').messages, [])
    })
  }

  it('says which argument is wrong', async () => {
    const { response_metadata: about } = await aWorkspace().call('chat.postMessage', { text: 5 })
    assert.deepEqual(about, {
      messages: [
        '[ERROR] must provide a string [json-pointer:/text]',
        '[ERROR] missing required field: channel [json-pointer:]',
      ],
    })
  })

  it('warns when there are blocks only', async () => {
    const answer = await aWorkspace().call('chat.postMessage', { channel: 'C1', blocks: [section('x')] })
    assert.equal(answer['ok'], true)
    assert.equal(answer['warning'], 'missing_text_in_message')
  })

  it('posts into threads, but not under replies or ephemeral messages', async () => {
    const { call, workspace } = aWorkspace()
    const { ts } = await call('chat.postMessage', { channel: 'C1', text: 'Card' })
    const reply = await call('chat.postMessage', { channel: 'C1', text: 'Re', thread_ts: ts, reply_broadcast: 'true' })
    const seen = workspace.screen('U1').messages.at(-1)
    assert.deepEqual([seen?.threadTs, seen?.broadcast], [ts, true])
    assert.equal(
      await error(call('chat.postMessage', { channel: 'C1', text: 'Re', thread_ts: reply['ts'] })),
      'thread_not_found',
    )
    const whisper = await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'Psst' })
    assert.equal(
      await error(call('chat.postMessage', { channel: 'C1', text: 'Re', thread_ts: whisper['message_ts'] })),
      'thread_not_found',
    )
  })

  it("opens the direct channel for a person's id, seen by them alone", async () => {
    const { call, workspace } = aWorkspace()
    const { channel } = await call('chat.postMessage', { channel: 'U1', text: 'Hello' })
    assert.equal((await call('conversations.open', { users: 'U1' }))['channel']?.['id'], channel)
    assert.deepEqual(
      workspace.screen('U1').messages.map(({ text }) => text),
      ['Hello'],
    )
    assert.deepEqual(workspace.screen('U2').messages, [])
    assert.equal(
      workspace.screen('U2').channels.some(({ id }) => id === text(channel)),
      false,
    )
  })
})

describe('chat.postEphemeral', () => {
  it('shows the message to one member', async () => {
    const { call, workspace } = aWorkspace()
    await call('chat.postEphemeral', { channel: 'C4', user: 'U1', text: 'Psst' })
    assert.equal(workspace.screen('U1').messages[0]?.ephemeralFor, 'U1')
    for (const user of ['U2', 'U9', workspace.identity.botUserId]) {
      assert.equal(
        await error(call('chat.postEphemeral', { channel: 'C4', user, text: 'Psst' })),
        'user_not_in_channel',
      )
    }
  })
})

describe('chat.update and chat.delete', () => {
  const blocks = [section('x')]
  it('keep blocks that are left out, and remove them for an empty list', async () => {
    const { call, workspace } = aWorkspace()
    const { ts } = await call('chat.postMessage', { channel: 'C1', text: 'One', blocks })
    const seen = () => workspace.screen('U1').messages[0]
    await call('chat.update', { channel: 'C1', ts, text: 'Two' })
    assert.deepEqual([seen()?.text, seen()?.blocks?.length, seen()?.edited], ['Two', 1, true])
    await call('chat.update', { channel: 'C1', ts, text: 'Three', blocks: '[]' })
    assert.deepEqual([seen()?.text, seen()?.blocks, seen()?.ts], ['Three', undefined, ts])
  })

  it("don't touch other people's messages", async () => {
    const { call, workspace } = aWorkspace()
    await workspace.say('U1', { channel: 'C1', text: 'Mine' })
    const ts = workspace.screen('U1').messages[0]?.ts
    assert.equal(await error(call('chat.update', { channel: 'C1', ts, text: 'x' })), 'cant_update_message')
    assert.equal(await error(call('chat.delete', { channel: 'C1', ts })), 'cant_delete_message')
    assert.equal(await error(call('chat.update', { channel: 'C1', ts: '1.000000', text: 'x' })), 'message_not_found')
    assert.equal(await error(call('chat.update', { channel: 'C9', ts, text: 'x' })), 'channel_not_found')
  })

  it('reject text over 4,000 characters, and delete messages', async () => {
    const { call, workspace } = aWorkspace()
    const { ts } = await call('chat.postMessage', { channel: 'C1', text: 'One' })
    assert.equal(await error(call('chat.update', { channel: 'C1', ts, text: 'x'.repeat(4001) })), 'msg_too_long')
    assert.equal((await call('chat.delete', { channel: 'C1', ts }))['ok'], true)
    assert.deepEqual(workspace.screen('U1').messages, [])
  })
})

describe('chat.getPermalink', () => {
  it('links to a message, and to its thread', async () => {
    const { call } = aWorkspace()
    const { ts } = await call('chat.postMessage', { channel: 'C1', text: 'One' })
    const { permalink } = await call('chat.getPermalink', { channel: 'C1', message_ts: ts })
    assert.equal(permalink, `https://local.slack.com/archives/C1/p${text(ts).replace('.', '')}`)
    const reply = await call('chat.postMessage', { channel: 'C1', text: 'Two', thread_ts: ts })
    const inThread = await call('chat.getPermalink', { channel: 'C1', message_ts: reply['ts'] })
    assert.match(text(inThread['permalink']), new RegExp(`thread_ts=${text(ts)}&cid=C1$`))
    assert.equal(await error(call('chat.getPermalink', { channel: 'C1', message_ts: '1.0' })), 'message_not_found')
  })
})
