import assert from 'node:assert/strict'
import { modalsOf, openModal, topModal } from './open-modal.ts'
import { aWorkspace, input, modal, plain, section, typed, text } from './workspace-fixture.ts'

const view = modal([section('Hello')])
const home = { type: 'home', blocks: [section('Home')] }
const button = {
  type: 'actions',
  block_id: 'a',
  elements: [{ type: 'button', action_id: 'more', text: plain('More') }],
}

describe('views.open', () => {
  it('opens a modal for only the trigger’s person', async () => {
    const fixture = aWorkspace()
    const opened = await openModal(fixture, { ...view, private_metadata: 'kept' })
    assert.equal(topModal(fixture).id, opened['id'])
    assert.equal(opened['private_metadata'], 'kept')
    assert.equal(opened['root_view_id'], opened['id'])
    assert.equal(opened['previous_view_id'], null)
    assert.deepEqual(modalsOf(fixture, 'U2'), [])
  })

  it('accepts a trigger for 3 s', async () => {
    const { workspace, last, call, time } = aWorkspace()
    const trigger = async () => {
      await workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
      return last().form['trigger_id']
    }
    const early = await trigger()
    time.advance(3000)
    assert.equal((await call('views.open', { trigger_id: early, view }))['ok'], true)
    const late = await trigger()
    time.advance(3001)
    assert.equal((await call('views.open', { trigger_id: late, view }))['error'], 'expired_trigger_id')
  })

  it('accepts a trigger once, and only issued ones', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, view)
    const again = await fixture.call('views.open', { trigger_id: fixture.last().form['trigger_id'], view })
    assert.equal(again['error'], 'exchanged_trigger_id')
    assert.equal((await fixture.call('views.open', { trigger_id: '1.2.3', view }))['error'], 'invalid_trigger_id')
  })

  it('does not use up the trigger of an invalid view', async () => {
    const { workspace, last, call } = aWorkspace()
    await workspace.command('U1', { channel: 'C1', command: '/greet', text: '' })
    const { trigger_id } = last().form
    const rejected = await call('views.open', { trigger_id, view: modal([]) })
    assert.equal(rejected['error'], 'invalid_arguments')
    assert.deepEqual(rejected['response_metadata'], {
      messages: ['[ERROR] must provide at least 1 block [json-pointer:/view/blocks]'],
    })
    assert.equal((await call('views.open', { trigger_id, view }))['ok'], true)
  })

  it('fills in the conversation that the person is in', async () => {
    const fixture = aWorkspace()
    const element = { type: 'conversations_select', action_id: 'it', default_to_current_conversation: true }
    const opened = await openModal(fixture, modal([input('channel', {}, { element })]))
    assert.deepEqual(opened['state'], {
      values: { channel: { it: { type: 'conversations_select', selected_conversation: 'C1' } } },
    })
  })
})

describe('views.update', () => {
  it('replaces the view, by id or external id', async () => {
    const fixture = aWorkspace()
    const { id } = await openModal(fixture, { ...view, external_id: 'form' })
    await fixture.call('views.update', { view_id: id, view: { ...view, title: plain('New'), external_id: 'form' } })
    assert.equal(topModal(fixture).view.title.text, 'New')
    await fixture.call('views.update', { external_id: 'form', view: { ...view, title: plain('Newer') } })
    assert.equal(topModal(fixture).view.title.text, 'Newer')
    assert.equal((await fixture.call('views.update', { external_id: 'form', view }))['error'], 'not_found')
    assert.equal((await fixture.call('views.update', { view_id: 'V0', view }))['error'], 'not_found')
    assert.equal((await fixture.call('views.update', { view }))['error'], 'invalid_arguments')
  })

  it('rejects an old hash', async () => {
    const { call, ...fixture } = aWorkspace()
    const { id, hash } = await openModal({ call, ...fixture }, view)
    const { view: updated } = await call('views.update', { view_id: id, hash, view })
    assert.notEqual(updated?.['hash'], hash)
    assert.equal((await call('views.update', { view_id: id, hash, view }))['error'], 'hash_conflict')
    assert.equal((await call('views.update', { view_id: id, hash: updated?.['hash'], view }))['ok'], true)
  })

  it('keeps what was typed under the same ids', async () => {
    const fixture = aWorkspace()
    const { id } = await openModal(fixture, modal([input('x'), input('y'), button]))
    const state = { x: typed('one'), y: typed('two') }
    await fixture.workspace.act(
      'U1',
      { viewId: text(id) },
      { blockId: 'a', actionId: 'more' },
      { type: 'button' },
      state,
    )
    const next = modal([input('x', { initial_value: 'initial' }), input('y', { action_id: 'other' }), section('new')])
    const { view: updated } = await fixture.call('views.update', { view_id: id, view: next })
    assert.deepEqual(updated?.['state'], {
      values: {
        x: { it: { type: 'plain_text_input', value: 'one' } },
        y: { other: { type: 'plain_text_input', value: null } },
      },
    })
  })

  it('rejects another view’s external_id', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, { ...view, external_id: 'form' })
    await fixture.workspace.command('U2', { channel: 'C1', command: '/greet', text: '' })
    const trigger_id = fixture.last().form['trigger_id']
    const second = await fixture.call('views.open', { trigger_id, view: { ...view, external_id: 'form' } })
    assert.equal(second['error'], 'duplicate_external_id')
  })
})

describe('views.push', () => {
  const push = async (fixture: ReturnType<typeof aWorkspace>) => {
    const viewId = topModal(fixture).id
    await fixture.workspace.act('U1', { viewId }, { blockId: 'a', actionId: 'more' }, { type: 'button' })
    return fixture.call('views.push', { trigger_id: fixture.last().json['trigger_id'], view: modal([button]) })
  }

  it('stacks up to three views', async () => {
    const fixture = aWorkspace()
    const { id: root } = await openModal(fixture, modal([button]))
    const second = await push(fixture)
    assert.equal(second['view']?.['previous_view_id'], root)
    const third = await push(fixture)
    assert.equal(third['view']?.['previous_view_id'], second['view']?.['id'])
    assert.equal(third['view']?.['root_view_id'], root)
    assert.equal((await push(fixture))['error'], 'push_limit_reached')
    assert.equal(modalsOf(fixture).length, 3)
  })

  it('rejects a trigger from outside a modal', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, modal([button]))
    await fixture.workspace.shortcut('U1', 'create')
    const answer = await fixture.call('views.push', { trigger_id: fixture.last().json['trigger_id'], view })
    assert.equal(answer['error'], 'invalid_trigger_id')
  })
})

describe('views.publish', () => {
  it('shows the person their Home tab, and rejects an old hash', async () => {
    const { call, workspace } = aWorkspace()
    const { view: first } = await call('views.publish', { user_id: 'U1', view: home })
    assert.equal(workspace.screen('U1').home?.blocks.length, 1)
    assert.equal(workspace.screen('U2').home, undefined)
    const { view: second } = await call('views.publish', { user_id: 'U1', view: home, hash: first?.['hash'] })
    assert.equal(second?.['id'], first?.['id'])
    const old = await call('views.publish', { user_id: 'U1', view: home, hash: first?.['hash'] })
    assert.equal(old['error'], 'hash_conflict')
    assert.equal((await call('views.publish', { user_id: 'U9', view: home }))['error'], 'user_not_found')
    assert.equal((await call('views.publish', { user_id: 'U1', view }))['error'], 'invalid_arguments')
  })
})
