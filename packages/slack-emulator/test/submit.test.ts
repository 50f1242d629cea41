import assert from 'node:assert/strict'
import type { AppResponse } from '../src/app-link.ts'
import { modalsOf, openModal, topModal } from './open-modal.ts'
import { aWorkspace, input, json, modal, plain, section, typed, text } from './workspace-fixture.ts'

const form = modal([input('name', { min_length: 3, max_length: 5 }), input('note', {}, { optional: true })], {
  callback_id: 'create',
})
const good = { name: typed('poko') }

async function submitted(reply: AppResponse, view: object = form) {
  const fixture = aWorkspace()
  await openModal(fixture, view)
  fixture.replyWith(reply)
  const notice = await fixture.workspace.submit('U1', topModal(fixture).id, good)
  return { ...fixture, fixture, notice }
}

describe('submitting a modal', () => {
  it('sends view_submission with what was typed, and closes the view on an empty answer', async () => {
    const { notice, last, fixture } = await submitted({ status: 200, body: '' })
    assert.equal(notice, undefined)
    const { json: payload } = last()
    assert.equal(payload['type'], 'view_submission')
    assert.equal(payload['user']?.['id'], 'U1')
    assert.equal(payload['view']?.['callback_id'], 'create')
    assert.deepEqual(payload['response_urls'], [])
    assert.deepEqual(payload['view']?.['state'], {
      values: {
        name: { it: { type: 'plain_text_input', value: 'poko' } },
        note: { it: { type: 'plain_text_input', value: null } },
      },
    })
    assert.deepEqual(modalsOf(fixture), [])
  })

  const mistakes: [what: string, text: string, error: string][] = [
    ['nothing', '', 'Please complete this required field.'],
    ['too little', 'ab', 'Please enter at least 3 characters.'],
    ['too much', 'abcdef', 'Please enter at most 5 characters.'],
  ]
  for (const [what, text, error] of mistakes) {
    it(`shows an error without a request when there is ${what}`, async () => {
      const fixture = aWorkspace()
      await openModal(fixture, form)
      const before = fixture.requests.length
      assert.equal(await fixture.workspace.submit('U1', topModal(fixture).id, { name: typed(text) }), undefined)
      assert.deepEqual(topModal(fixture).errors, { name: error })
      assert.equal(fixture.requests.length, before)
      await fixture.workspace.submit('U1', topModal(fixture).id, good)
      assert.deepEqual(modalsOf(fixture), [])
    })
  }

  it('requires every kind of input', async () => {
    const fixture = aWorkspace()
    const elements = ['datepicker', 'users_select', 'conversations_select', 'channels_select', 'external_select']
    const boxes = { type: 'checkboxes', options: [{ text: plain('x'), value: 'x' }] }
    const several = { type: 'multi_static_select', options: [{ text: plain('x'), value: 'x' }] }
    const blocks = [...elements.map((type) => ({ type })), boxes, several].map((element) =>
      input(element.type, {}, { element }),
    )
    await openModal(fixture, modal(blocks))
    await fixture.workspace.submit('U1', topModal(fixture).id, {})
    assert.deepEqual(
      new Set(Object.keys(topModal(fixture).errors ?? {})),
      new Set([...elements, boxes.type, several.type]),
    )
  })

  it("shows the app's errors at their blocks", async () => {
    const { notice, fixture } = await submitted(json({ response_action: 'errors', errors: { name: 'Taken' } }))
    assert.equal(notice, undefined)
    assert.deepEqual(topModal(fixture).errors, { name: 'Taken' })
    assert.deepEqual(topModal(fixture).values, good)
  })

  const section1 = { ...section('x'), block_id: 'text' }
  const troubles: [what: string, reply: AppResponse, why: RegExp][] = [
    [
      'errors for unknown blocks',
      json({ response_action: 'errors', errors: { nome: 'Taken' } }),
      /isn't an input block: nome/,
    ],
    [
      'errors for what is no input',
      json({ response_action: 'errors', errors: { text: 'Bad' } }),
      /isn't an input block: text/,
    ],
    ['no errors at all', json({ response_action: 'errors', errors: {} }), /empty/],
    ['an unknown action', json({ response_action: 'explode' }), /not a response action/],
    ['text', { status: 200, body: 'thanks' }, /not a response action/],
    ['a bad view', json({ response_action: 'update', view: modal([]) }), /\/view\/blocks/],
    ['status 500', { status: 500, body: '' }, /Status Code 500/],
  ]
  for (const [what, reply, why] of troubles) {
    it(`shows an error for ${what}`, async () => {
      const { notice, fixture } = await submitted(reply, modal([...form.blocks, section1]))
      assert.match(notice ?? '', /^We had some trouble connecting\. Try again\?/)
      assert.match(notice ?? '', why)
      assert.equal(topModal(fixture).view.title.text, 'Title')
    })
  }

  it('shows an error when no answer comes in 3 s, and keeps the view', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, form)
    fixture.replyWith(() => new Promise(() => undefined))
    const notice = fixture.workspace.submit('U1', topModal(fixture).id, good)
    fixture.time.advance(3000)
    assert.match((await notice) ?? '', /trouble connecting.*timed out/)
    assert.equal(modalsOf(fixture).length, 1)
  })

  it('updates, pushes and clears as the app answers', async () => {
    const { fixture, workspace, replyWith } = await submitted(
      json({ response_action: 'update', view: modal([section('x')], { title: plain('Two') }) }),
    )
    assert.deepEqual(
      modalsOf(fixture).map(({ view }) => view.title.text),
      ['Two'],
    )
    replyWith(json({ response_action: 'push', view: modal([section('x')], { title: plain('Three') }) }))
    await workspace.submit('U1', topModal(fixture).id, {})
    assert.deepEqual(
      modalsOf(fixture).map(({ view }) => view.title.text),
      ['Two', 'Three'],
    )
    replyWith(json({ response_action: 'clear' }))
    await workspace.submit('U1', topModal(fixture).id, {})
    assert.deepEqual(modalsOf(fixture), [])
  })

  it('returns to the view below on an empty answer', async () => {
    const { fixture, workspace, replyWith } = await submitted(
      json({ response_action: 'push', view: modal([section('x')]) }),
    )
    replyWith({ status: 200, body: '' })
    await workspace.submit('U1', topModal(fixture).id, {})
    assert.deepEqual(
      modalsOf(fixture).map(({ view }) => view.callback_id),
      ['create'],
    )
  })

  it('needs the topmost view and a submit button', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, { type: 'modal', title: plain('Read'), blocks: [section('x')] })
    const { id } = topModal(fixture)
    assert.match((await fixture.workspace.submit('U1', id, {})) ?? '', /no submit button/)
    assert.equal(await fixture.workspace.submit('U2', id, {}), 'This is no longer available.')
    await openModal(fixture, form)
    assert.equal(await fixture.workspace.submit('U1', id, {}), 'This is no longer available.')
  })

  it('rejects values that nobody could have picked', async () => {
    const fixture = aWorkspace()
    const element = { type: 'static_select', action_id: 'it', options: [{ text: plain('S'), value: 's' }] }
    await openModal(fixture, modal([input('size', {}, { element })]))
    const { id } = topModal(fixture)
    const pick = (value: string) => ({ size: { it: { type: 'static_select', value } as const } })
    assert.match((await fixture.workspace.submit('U1', id, pick('xl'))) ?? '', /size\/it/)
    assert.match((await fixture.workspace.submit('U1', id, { gone: typed('x') })) ?? '', /gone\/it/)
    assert.match((await fixture.workspace.submit('U1', id, { size: typed('s') })) ?? '', /size\/it/)
    assert.equal(await fixture.workspace.submit('U1', id, pick('s')), undefined)
    assert.deepEqual(fixture.last().json['view']?.['state']?.['values']?.['size']?.['it']?.['selected_option'], {
      text: plain('S'),
      value: 's',
    })
  })

  it('sends a response URL for the picked channel', async () => {
    const fixture = aWorkspace()
    const element = {
      type: 'conversations_select',
      action_id: 'it',
      initial_conversation: 'C1',
      response_url_enabled: true,
    }
    await openModal(fixture, modal([input('channel', {}, { element })]))
    await fixture.workspace.submit('U1', topModal(fixture).id, {})
    const [url] = Object.values(fixture.last().json['response_urls'] ?? {})
    assert.equal(url?.['channel_id'], 'C1')
    assert.match(text(url?.['response_url']), /\/response\//)
  })
})

describe('closing a modal', () => {
  it('returns to the view below, and sends view_closed only with notify_on_close', async () => {
    const { fixture, workspace, requests } = await submitted(
      json({ response_action: 'push', view: modal([section('x')], { notify_on_close: true }) }),
    )
    const top = topModal(fixture).id
    const before = requests.length
    fixture.replyWith({ status: 200, body: '' })
    assert.equal(await workspace.close('U1', top), undefined)
    assert.equal(modalsOf(fixture).length, 1)
    assert.equal(fixture.last().json['type'], 'view_closed')
    assert.equal(fixture.last().json['view']?.['id'], top)
    assert.equal(fixture.last().json['is_cleared'], false)
    await workspace.close('U1', topModal(fixture).id)
    assert.deepEqual(modalsOf(fixture), [])
    assert.equal(requests.length, before + 1)
  })

  it('clears the stack with clear_on_close', async () => {
    const { fixture, workspace } = await submitted(
      json({ response_action: 'push', view: modal([section('x')], { notify_on_close: true, clear_on_close: true }) }),
    )
    await workspace.close('U1', topModal(fixture).id)
    assert.deepEqual(modalsOf(fixture), [])
    assert.equal(fixture.last().json['is_cleared'], true)
  })
})
