import assert from 'node:assert/strict'
import type { AppResponse } from '../src/app-link.ts'
import { openModal, topModal } from './open-modal.ts'
import { aWorkspace, input, json, manifest, modal, plain, typed } from './workspace-fixture.ts'

const option = (value: string) => ({ text: plain(value), value })
const external = (id: string, more: object = {}) =>
  input(id, {}, { element: { type: 'external_select', action_id: 'it', min_query_length: 0, ...more } })
const at = (blockId: string) => ({ blockId, actionId: 'it' })
const pick = (value: string) => ({ it: { type: 'external_select', value } as const })

async function form(reply: AppResponse, more: object = {}) {
  const fixture = aWorkspace()
  await openModal(fixture, modal([external('repo', more), input('name', {}, { optional: true })]))
  fixture.replyWith(reply)
  const container = { viewId: topModal(fixture).id }
  return {
    ...fixture,
    container,
    ask: (query: string, userId = 'U1') =>
      fixture.workspace.suggest(userId, container, at('repo'), query, { name: typed('x') }),
  }
}

describe('suggestions', () => {
  it('ask the app with the query and the view', async () => {
    const { ask, last, container } = await form(json({ options: [option('a/b'), option('a/c')] }))
    assert.deepEqual(await ask('a/'), {
      options: [
        { text: 'a/b', value: 'a/b' },
        { text: 'a/c', value: 'a/c' },
      ],
    })
    const payload = last().json
    assert.equal(payload['type'], 'block_suggestion')
    assert.deepEqual([payload['block_id'], payload['action_id'], payload['value']], ['repo', 'it', 'a/'])
    assert.deepEqual(payload['container'], { type: 'view', view_id: container.viewId })
    assert.equal(payload['view']?.['state']?.['values']?.['name']?.['it']?.['value'], 'x')
  })

  it('take option groups', async () => {
    const { ask } = await form(
      json({
        option_groups: [
          { label: plain('A'), options: [option('1')] },
          { label: plain('B'), options: [option('2')] },
        ],
      }),
    )
    assert.deepEqual(
      (await ask('')).options.map(({ value }) => value),
      ['1', '2'],
    )
  })

  it('only let people pick loaded options and the initial one', async () => {
    const { ask, workspace, container, last, replyWith } = await form(json({ options: [option('a/b')] }), {
      initial_option: option('old'),
    })
    assert.match((await workspace.submit('U1', container.viewId, { repo: pick('a/b') })) ?? '', /repo\/it/)
    await ask('a')
    replyWith({ status: 500, body: '' })
    await workspace.submit('U1', container.viewId, { repo: pick('a/b') })
    const picked = () => last().json['view']?.['state']?.['values']?.['repo']?.['it']?.['selected_option']
    assert.deepEqual(picked(), option('a/b'))
    await workspace.submit('U1', container.viewId, { repo: pick('old') })
    assert.deepEqual(picked(), option('old'))
  })

  it('start at min_query_length, 3 by default', async () => {
    const fixture = aWorkspace()
    await openModal(fixture, modal([external('repo', { min_query_length: undefined })]))
    const container = { viewId: topModal(fixture).id }
    const before = fixture.requests.length
    assert.deepEqual(await fixture.workspace.suggest('U1', container, at('repo'), 'ab'), { options: [] })
    assert.equal(fixture.requests.length, before)
  })

  const bad: [what: string, reply: AppResponse, why: RegExp][] = [
    [
      'over 100 options',
      json({ options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) }),
      /no more than 100 items/,
    ],
    ['long texts', json({ options: [option('x'.repeat(76))] }), /less than 76 characters/],
    ['something else', json({ choices: [] }), /missing required field: options/],
    ['no JSON', { status: 200, body: 'x' }, /could not be loaded/],
    ['status 500', { status: 500, body: '' }, /Status Code 500/],
  ]
  for (const [what, reply, why] of bad) {
    it(`report that the app answered with ${what}`, async () => {
      const { ask } = await form(reply)
      const { options, notice } = await ask('abc')
      assert.deepEqual(options, [])
      assert.match(notice ?? '', why)
    })
  }

  it('need a URL in the manifest', async () => {
    const settings = { ...manifest.settings, interactivity: { is_enabled: true } }
    const fixture = aWorkspace({ manifest: { ...manifest, settings } })
    await openModal(fixture, modal([external('repo')]))
    const { notice } = await fixture.workspace.suggest('U1', { viewId: topModal(fixture).id }, at('repo'), 'abc')
    assert.match(notice ?? '', /message_menu_options_url/)
  })
})
