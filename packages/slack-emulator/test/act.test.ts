import assert from 'node:assert/strict'
import { openModal, topModal } from './open-modal.ts'
import { aWorkspace, input, manifest, modal, plain, section, typed, type Json, text } from './workspace-fixture.ts'

const option = (value: string) => ({ text: plain(value.toUpperCase()), value })
const elements = [
  { type: 'button', action_id: 'go', text: plain('Go'), value: 'v', style: 'primary' },
  { type: 'static_select', action_id: 'days', options: [option('1'), option('3')], initial_option: option('1') },
  { type: 'overflow', action_id: 'more', options: [option('a'), option('b')] },
  { type: 'datepicker', action_id: 'date' },
  { type: 'users_select', action_id: 'user' },
  { type: 'checkboxes', action_id: 'boxes', options: [option('x'), option('y')] },
]
const several = {
  type: 'multi_static_select',
  action_id: 'several',
  options: [option('p'), option('q'), option('r')],
  initial_options: [option('q')],
  max_selected_items: 2,
}
const blocks = [
  { ...section('Card'), block_id: 's', accessory: several },
  { type: 'actions', block_id: 'b', elements },
]
const at = (actionId: string) => ({ blockId: 'b', actionId })
const atSeveral = { blockId: 's', actionId: 'several' }

async function card() {
  const fixture = aWorkspace()
  const { ts } = await fixture.call('chat.postMessage', { channel: 'C1', text: 'Card', blocks })
  const container = { message: { channel: 'C1', ts: text(ts) } }
  return { ...fixture, fixture, container, ts }
}

const first = (payload: Json): Json => Object.values(payload['actions'] ?? {})[0] ?? {}

describe('clicks on a message', () => {
  it('send block_actions with the message, its state and a response URL', async () => {
    const { workspace, container, ts, last } = await card()
    assert.equal(await workspace.act('U1', container, at('go'), { type: 'button' }), undefined)
    const payload = last().json
    const { action_ts: actionTs, ...action } = first(payload)
    assert.match(text(actionTs), /^\d{10}\.\d{6}$/)
    assert.deepEqual(action, {
      type: 'button',
      block_id: 'b',
      action_id: 'go',
      text: plain('Go'),
      value: 'v',
      style: 'primary',
    })
    assert.equal(payload['type'], 'block_actions')
    assert.deepEqual(payload['container'], { type: 'message', message_ts: ts, channel_id: 'C1', is_ephemeral: false })
    assert.deepEqual(payload['channel'], { id: 'C1', name: 'general' })
    assert.equal(payload['message']?.['ts'], ts)
    assert.equal(payload['message']?.['text'], 'Card')
    assert.match(text(payload['response_url']), /\/response\//)
    assert.deepEqual(payload['state']?.['values']?.['b'], {
      days: { type: 'static_select', selected_option: option('1') },
      date: { type: 'datepicker', selected_date: null },
      user: { type: 'users_select', selected_user: null },
      boxes: { type: 'checkboxes', selected_options: [] },
    })
    assert.deepEqual(payload['state']?.['values']?.['s'], {
      several: { type: 'multi_static_select', selected_options: [option('q')] },
    })
  })

  it('carry what was picked, and what the person picked before', async () => {
    const { workspace, container, last } = await card()
    await workspace.act('U1', container, at('days'), { type: 'static_select', value: '3' })
    assert.deepEqual(first(last().json)['selected_option'], option('3'))
    await workspace.act('U1', container, at('more'), { type: 'overflow', value: 'b' })
    assert.deepEqual(first(last().json)['selected_option'], option('b'))
    await workspace.act('U1', container, at('user'), { type: 'users_select', user: 'U2' })
    assert.equal(first(last().json)['selected_user'], 'U2')
    await workspace.act('U1', container, at('boxes'), { type: 'checkboxes', values: ['y'] })
    assert.deepEqual(first(last().json)['selected_options'], [option('y')])
    await workspace.act('U1', container, atSeveral, { type: 'multi_static_select', values: ['p', 'r'] })
    assert.deepEqual(first(last().json)['selected_options'], [option('p'), option('r')])
    await workspace.act('U1', container, at('date'), { type: 'datepicker', date: '2026-12-01' })
    assert.equal(first(last().json)['selected_date'], '2026-12-01')
    const state = last().json['state']?.['values']?.['b']
    assert.deepEqual(state?.['days']?.['selected_option'], option('3'))
    await workspace.act('U2', container, at('go'), { type: 'button' })
    assert.deepEqual(last().json['state']?.['values']?.['b']?.['days']?.['selected_option'], option('1'))
  })

  it('count at what an edit has left as it was, until that changes', async () => {
    const fixture = aWorkspace()
    const button = (id: string, value: string) => ({
      type: 'actions',
      elements: [{ type: 'button', action_id: id, text: plain(id), value }],
    })
    const { ts } = await fixture.call('chat.postMessage', {
      channel: 'C1',
      text: 'Card',
      blocks: [button('go', '1'), button('stop', '1')],
    })
    const blocks = () => fixture.workspace.screen('U1').messages[0]?.blocks ?? []
    const container = { message: { channel: 'C1', ts: text(ts) } }
    const [go, stop] = blocks().map(({ block_id: blockId = '' }) => blockId)
    const update = (changed: object[]) =>
      fixture.call('chat.update', { channel: 'C1', ts, text: 'Card', blocks: changed })
    await update([section('Again'), button('go', '1'), button('go', '1'), button('stop', '2')])
    assert.equal(new Set(blocks().map(({ block_id: blockId }) => blockId)).size, 4)
    const click = (blockId = '', actionId: string) =>
      fixture.workspace.act('U1', container, { blockId, actionId }, { type: 'button' })
    assert.equal(await click(go, 'go'), undefined)
    assert.equal(await click(stop, 'stop'), 'This is no longer available.')
    await update([{ ...button('stop', '3'), block_id: go }, button('go', '1')])
    assert.equal(await click(go, 'go'), 'This is no longer available.')
    assert.equal(new Set(blocks().map(({ block_id: blockId }) => blockId)).size, 2)
  })

  it('send no request for elements and options that don’t exist', async () => {
    const { workspace, container, ts, call, requests } = await card()
    assert.equal(await workspace.act('U1', container, at('gone'), { type: 'button' }), 'This is no longer available.')
    assert.equal(
      await workspace.act('U1', container, at('days'), { type: 'static_select', value: '9' }),
      'This is not one of the options.',
    )
    assert.equal(
      await workspace.act('U1', container, at('date'), { type: 'datepicker', date: '2026-02-30' }),
      'This is not one of the options.',
    )
    assert.equal(
      await workspace.act('U1', container, at('go'), { type: 'overflow', value: 'a' }),
      'This is not one of the options.',
    )
    for (const values of [
      ['p', 'z'],
      ['p', 'q', 'r'],
    ]) {
      const picked = { type: 'multi_static_select', values } as const
      assert.equal(await workspace.act('U1', container, atSeveral, picked), 'This is not one of the options.')
    }
    await call('chat.update', { channel: 'C1', ts, text: 'Done', blocks: [] })
    assert.equal(await workspace.act('U1', container, at('go'), { type: 'button' }), 'This is no longer available.')
    assert.deepEqual(requests, [])
  })

  it('show a triangle when the app fails', async () => {
    const { workspace, container, replyWith, time } = await card()
    replyWith({ status: 404, body: '' })
    assert.equal(
      await workspace.act('U1', container, at('go'), { type: 'button' }),
      '⚠️ This app responded with Status Code 404.',
    )
    replyWith(() => new Promise(() => undefined))
    const notice = workspace.act('U1', container, at('go'), { type: 'button' })
    time.advance(3000)
    assert.equal(await notice, '⚠️ Operation timed out. Apps need to respond within 3 seconds.')
  })

  it('carry no message where it is ephemeral, and only its reader can click', async () => {
    const { workspace, call, last } = await card()
    const { message_ts: ts } = await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'Psst', blocks })
    const container = { message: { channel: 'C1', ts: text(ts) } }
    assert.equal(await workspace.act('U2', container, at('go'), { type: 'button' }), 'This is no longer available.')
    await workspace.act('U1', container, at('go'), { type: 'button' })
    assert.equal(last().json['container']?.['is_ephemeral'], true)
    assert.equal(last().json['message'], undefined)
  })

  it('need the manifest’s interactivity', async () => {
    const { workspace, call, requests } = aWorkspace({ manifest: { ...manifest, settings: {} } })
    const { ts } = await call('chat.postMessage', { channel: 'C1', text: 'Card', blocks })
    const notice = await workspace.act('U1', { message: { channel: 'C1', ts: text(ts) } }, at('go'), { type: 'button' })
    assert.equal(notice, 'This app is not configured to handle interactive responses.')
    assert.deepEqual(requests, [])
  })
})

describe('clicks in views', () => {
  it('carry the view with its state, and no response URL', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, modal([input('name'), ...blocks]))
    const { id: viewId } = topModal(fixture)
    await fixture.workspace.act(
      'U1',
      { viewId },
      at('days'),
      { type: 'static_select', value: '3' },
      { name: typed('poko') },
    )
    const payload = fixture.last().json
    assert.deepEqual(payload['container'], { type: 'view', view_id: viewId })
    assert.equal(payload['response_url'], undefined)
    assert.equal(payload['view']?.['state']?.['values']?.['name']?.['it']?.['value'], 'poko')
    assert.deepEqual(payload['view']?.['state']?.['values']?.['b']?.['days']?.['selected_option'], option('3'))
    assert.equal(
      await fixture.workspace.act('U2', { viewId }, at('go'), { type: 'button' }),
      'This is no longer available.',
    )
  })

  it('need dispatch_action in inputs, and are kept either way', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, modal([input('quiet'), input('loud', {}, { dispatch_action: true })]))
    const { id: viewId } = topModal(fixture)
    const before = fixture.requests.length
    const type = (blockId: string) =>
      fixture.workspace.act('U1', { viewId }, { blockId, actionId: 'it' }, { type: 'plain_text_input', text: blockId })
    await type('quiet')
    assert.equal(fixture.requests.length, before)
    await type('loud')
    assert.equal(first(fixture.last().json)['value'], 'loud')
    assert.equal(fixture.last().json['view']?.['state']?.['values']?.['quiet']?.['it']?.['value'], 'quiet')
  })

  it('work on the Home tab, with a trigger', async () => {
    const { workspace, call, last } = aWorkspace()
    const { view } = await call('views.publish', { user_id: 'U1', view: { type: 'home', blocks } })
    await workspace.act('U1', { home: true }, at('go'), { type: 'button' })
    assert.deepEqual(last().json['container'], { type: 'view', view_id: view?.['id'] })
    assert.equal(last().json['view']?.['type'], 'home')
    const opened = await call('views.open', { trigger_id: last().json['trigger_id'], view: modal([section('x')]) })
    assert.equal(opened['ok'], true)
  })
})

describe('shortcuts', () => {
  it('send their callback id and a trigger', async () => {
    const { workspace, last, requests } = aWorkspace()
    assert.equal(await workspace.shortcut('U1', 'create'), undefined)
    const { type, callback_id: callbackId, trigger_id: trigger } = last().json
    assert.deepEqual([type, callbackId, typeof trigger], ['shortcut', 'create', 'string'])
    assert.match((await workspace.shortcut('U1', 'other')) ?? '', /no such shortcut/)
    assert.equal(requests.length, 1)
  })
})
