import assert from 'node:assert/strict'
import { aWorkspace, type Json, manifest, text } from './workspace-fixture.ts'

const channels = [
  { id: 'C1', name: 'general' },
  { id: 'C3', name: 'elsewhere', withoutBot: true },
  { id: 'C5', name: 'secret', isPrivate: true },
  { id: 'C6', name: 'unknown', isPrivate: true, withoutBot: true },
]
const scopes = (...bot: string[]) => ({ manifest: { ...manifest, oauth_config: { scopes: { bot } } } })

/** A workspace whose bot has said those things, a second apart. */
async function aTalk(...said: string[]) {
  const { call, clock } = aWorkspace({ channels, ...scopes('chat:write', 'channels:history', 'groups:history') })
  const post = async (words: string, more: object = {}) => {
    clock.advance(1000)
    return text((await call('chat.postMessage', { channel: 'C1', text: words, ...more }))['ts'])
  }
  const stamps: string[] = []
  for (const words of said) stamps.push(await post(words))
  const read = async (method: string, params: object = {}) => {
    const answer: Json = await call(method, { channel: 'C1', ...params })
    return { answer, texts: Object.values(answer['messages'] ?? {}).map((message) => message['text']) }
  }
  return { call, post, read, stamps }
}

describe('conversations.history', () => {
  it('returns messages, newest first, with their blocks', async () => {
    const { post, read } = await aTalk('one', 'two')
    await post('three', { blocks: [{ type: 'divider', block_id: 'mark' }] })
    const answer = await read('conversations.history')
    assert.deepEqual([answer.texts, answer.answer['has_more']], [['three', 'two', 'one'], false])
    assert.match(JSON.stringify(answer.answer), /"block_id":"mark"/)
  })

  it('returns pages', async () => {
    const { read } = await aTalk('one', 'two', 'three')
    const first = await read('conversations.history', { limit: 2 })
    assert.deepEqual([first.texts, first.answer['has_more']], [['three', 'two'], true])
    const cursor = text(first.answer['response_metadata']?.['next_cursor'])
    assert.deepEqual((await read('conversations.history', { limit: 2, cursor })).texts, ['one'])
    assert.equal((await read('conversations.history', { cursor: 'x' })).answer['error'], 'invalid_cursor')
  })

  it('leaves out both ends of a range, unless inclusive', async () => {
    const { read, stamps } = await aTalk('one', 'two', 'three')
    const range = { oldest: stamps[0], latest: stamps[2] }
    assert.deepEqual((await read('conversations.history', range)).texts, ['two'])
    assert.deepEqual((await read('conversations.history', { ...range, inclusive: true })).texts, [
      'three',
      'two',
      'one',
    ])
  })

  it('leaves out replies in threads, and ephemeral messages', async () => {
    const { call, post, read, stamps } = await aTalk('one')
    await post('quiet', { thread_ts: stamps[0] })
    await post('loud', { thread_ts: stamps[0], reply_broadcast: true })
    await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'hush' })
    assert.deepEqual((await read('conversations.history')).texts, ['loud', 'one'])
  })

  it('needs the bot in the channel, and the scope for its kind', async () => {
    const { read } = await aTalk()
    assert.equal((await read('conversations.history', { channel: 'C3' })).answer['error'], 'not_in_channel')
    assert.equal((await read('conversations.history', { channel: 'C6' })).answer['error'], 'channel_not_found')
    assert.equal((await read('conversations.history', { channel: 'C9' })).answer['error'], 'channel_not_found')
    const { call } = aWorkspace({ channels, ...scopes('chat:write') })
    const needed = async (channel: string) => (await call('conversations.history', { channel }))['needed']
    assert.deepEqual([await needed('C1'), await needed('C5')], ['channels:history', 'groups:history'])
  })
})

describe('conversations.replies', () => {
  it('returns a message and its thread, oldest first', async () => {
    const { post, read, stamps } = await aTalk('one', 'two')
    await post('first', { thread_ts: stamps[0] })
    const second = await post('second', { thread_ts: stamps[0], reply_broadcast: true })
    assert.deepEqual((await read('conversations.replies', { ts: stamps[0] })).texts, ['one', 'first', 'second'])
    const later = { ts: stamps[0], oldest: second, inclusive: 'true' }
    assert.deepEqual((await read('conversations.replies', later)).texts, ['second'])
  })

  it('fails for a message that does not exist', async () => {
    const { read } = await aTalk('one')
    assert.equal((await read('conversations.replies', { ts: '1.000000' })).answer['error'], 'thread_not_found')
  })
})
