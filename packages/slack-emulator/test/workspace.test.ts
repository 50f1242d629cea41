import assert from 'node:assert/strict'
import { createSlackWorkspace } from '../src/create-workspace.ts'
import { openModal } from './open-modal.ts'
import { aWorkspace, manifest, modal, SECRET, section, TOKEN, text } from './workspace-fixture.ts'

const home = { type: 'home', blocks: [section('Home')] }

describe('the workspace', () => {
  it('shows what people say in their channels', async () => {
    const { workspace, requests } = aWorkspace()
    assert.equal(await workspace.say('U1', { channel: 'C4', text: 'Hello' }), undefined)
    assert.deepEqual(
      workspace.screen('U1').messages.map(({ user, text }) => [user, text]),
      [['U1', 'Hello']],
    )
    assert.deepEqual(workspace.screen('U2').messages, [])
    assert.deepEqual(
      workspace.screen('U2').channels.map(({ id }) => id),
      ['C1', 'C2', 'C3'],
    )
    assert.equal(await workspace.say('U2', { channel: 'C4', text: 'Hello' }), 'You are not in this channel.')
    assert.equal(await workspace.say('U1', { channel: 'C2', text: 'Hello' }), 'This channel has been archived.')
    assert.match((await workspace.say('U1', { channel: 'C1', text: ' ' })) ?? '', /no_text/)
    assert.match((await workspace.say('U1', { channel: 'C1', text: 'x', threadTs: '1.0' })) ?? '', /thread_not_found/)
    assert.deepEqual(requests, [])
  })

  it('lists what the manifest offers', () => {
    const { commands, shortcuts } = aWorkspace().workspace.screen('U1')
    assert.deepEqual(commands, [
      { command: '/greet', description: 'Greets people', usageHint: '[new | list]' },
      { command: '/plain', description: 'Gets text as it is' },
    ])
    assert.deepEqual(shortcuts, [{ name: 'Say hello', callbackId: 'create' }])
  })

  it('calls back for every change, until unsubscribed', async () => {
    const { workspace, call } = aWorkspace()
    let changes = 0
    const stop = workspace.onChange(() => (changes += 1))
    await workspace.say('U1', { channel: 'C1', text: 'x' })
    assert.equal(changes, 1)
    await call('views.publish', { user_id: 'U1', view: home })
    assert.equal(changes, 2)
    stop()
    await workspace.say('U1', { channel: 'C1', text: 'x' })
    assert.equal(changes, 2)
  })

  it('restores what was saved, without open modals', async () => {
    const fixture = aWorkspace()
    const { ts } = await fixture.call('chat.postMessage', { channel: 'C1', text: 'Card', blocks: [section('Card')] })
    await fixture.call('chat.postMessage', { channel: 'U1', text: 'Hello' })
    await fixture.call('views.publish', { user_id: 'U1', view: home })
    await openModal(fixture, modal([section('x')]))
    const saved: unknown = JSON.parse(JSON.stringify(fixture.workspace.save()))
    const again = aWorkspace({ saved })
    assert.deepEqual(again.workspace.screen('U1'), { ...fixture.workspace.screen('U1'), modals: [] })
    await again.call('chat.update', { channel: 'C1', ts, text: 'Card 2', blocks: [] })
    assert.equal(again.workspace.screen('U2').messages[0]?.text, 'Card 2')
    const next = await again.call('chat.postMessage', { channel: 'C1', text: 'Next' })
    assert.equal(
      fixture.workspace.screen('U1').messages.some((message) => message.ts === text(next['ts'])),
      false,
    )
  })

  it('does not save ephemeral messages', async () => {
    const fixture = aWorkspace()
    await fixture.call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'Your password' })
    assert.equal(fixture.workspace.screen('U1').messages.length, 1)
    const saved: unknown = JSON.parse(JSON.stringify(fixture.workspace.save()))
    assert.deepEqual(aWorkspace({ saved }).workspace.screen('U1').messages, [])
  })

  it('restores what was saved and what has changed since', async () => {
    const fixture = aWorkspace()
    const { ts: edited } = await fixture.call('chat.postMessage', { channel: 'C1', text: 'Before' })
    const { ts: removed } = await fixture.call('chat.postMessage', { channel: 'C1', text: 'Removed' })
    const saved: unknown = JSON.parse(JSON.stringify(fixture.workspace.save()))
    const savedChanges: unknown[] = []
    const stop = fixture.workspace.onSavedChange((change) => savedChanges.push(JSON.parse(JSON.stringify(change))))
    await fixture.call('chat.update', { channel: 'C1', ts: edited, text: 'After' })
    await fixture.call('chat.delete', { channel: 'C1', ts: removed })
    await fixture.call('chat.postMessage', { channel: 'U1', text: 'Hello' })
    await fixture.call('views.publish', { user_id: 'U1', view: home })
    await fixture.workspace.say('U1', { channel: 'C4', text: 'quiet' })
    const again = aWorkspace({ saved, savedChanges })
    assert.deepEqual(again.workspace.screen('U1'), fixture.workspace.screen('U1'))
    assert.deepEqual(again.workspace.save(), fixture.workspace.save())
    const anew = aWorkspace({ savedChanges })
    assert.deepEqual(
      anew.workspace.screen('U1').messages.map(({ text }) => text),
      ['After', 'Hello', 'quiet'],
    )
    stop()
    await fixture.call('chat.postMessage', { channel: 'C1', text: 'Unheard' })
    assert.doesNotMatch(JSON.stringify(savedChanges), /Unheard/)
  })

  it('tells nothing of ephemeral messages and modals as what is to be saved', async () => {
    const fixture = aWorkspace()
    const savedChanges: unknown[] = []
    fixture.workspace.onSavedChange((change) => savedChanges.push(change))
    await fixture.call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'Your password' })
    await openModal(fixture, modal([section('x')]))
    fixture.workspace.changePerson('U2', { isAdmin: true })
    fixture.workspace.changeChannel('C1', { archived: true })
    assert.deepEqual(savedChanges, [])
  })

  it('rejects what it never saved', () => {
    assert.throws(() => aWorkspace({ saved: { messages: 'none' } }))
    assert.throws(() => aWorkspace({ savedChanges: [{ message: 'none' }] }))
  })

  it('cannot be used as the bot or an unknown person', async () => {
    const { workspace } = aWorkspace()
    await assert.rejects(workspace.say(workspace.identity.botUserId, { channel: 'C1', text: 'x' }), /nobody can act as/)
    await assert.rejects(workspace.openHome('U9'), /nobody can act as/)
  })

  it('fails every request while no app is connected', async () => {
    const alone = createSlackWorkspace({
      clock: { now: () => 0 },
      signingSecret: SECRET,
      botToken: TOKEN,
      manifest,
      baseUrl: () => '',
      people: [{ id: 'U1', name: 'aki', realName: 'Aki', locale: 'ja-JP', tz: 'Asia/Tokyo' }],
      channels: [{ id: 'C1', name: 'general' }],
    })
    const notice = await alone.command('U1', { channel: 'C1', command: '/greet', text: '' })
    assert.equal(notice, '/greet failed with the error “dispatch_failed”')
    assert.match((await alone.shortcut('U1', 'create')) ?? '', /not connected/)
  })
})
