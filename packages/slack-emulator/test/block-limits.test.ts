import assert from 'node:assert/strict'
import { checkMessageBlocks } from '../src/block-kit/check.ts'
import { actions, button, checkCases, of, select, times, type Case } from './limit-case.ts'
import { input, plain, section } from './workspace-fixture.ts'

const cases: Case[] = [
  [
    'blocks',
    times(50, () => ({ type: 'divider' })),
    times(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'section text',
    [section(of(3000))],
    [section(of(3001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['empty text', [section('x')], [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'fields',
    [{ type: 'section', fields: times(10, () => plain('x')) }],
    [{ type: 'section', fields: times(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'field',
    [{ type: 'section', fields: [plain(of(2000))] }],
    [{ type: 'section', fields: [plain(of(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'section without anything',
    [section('x')],
    [{ type: 'section' }],
    'must provide either text or fields [json-pointer:/blocks/0]',
  ],
  [
    'header',
    [{ type: 'header', text: plain(of(150)) }],
    [{ type: 'header', text: plain(of(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'header in mrkdwn',
    [{ type: 'header', text: plain('x') }],
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
  ],
  [
    'context',
    [{ type: 'context', elements: times(10, () => plain('x')) }],
    [{ type: 'context', elements: times(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'actions',
    actions(...times(25, (n) => button({ action_id: `${n}` }))),
    actions(...times(26, (n) => button({ action_id: `${n}` }))),
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['no actions', actions(button()), actions(), 'must provide at least 1 items [json-pointer:/blocks/0/elements]'],
  [
    'block_id',
    [{ type: 'divider', block_id: of(255) }],
    [{ type: 'divider', block_id: of(256) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'same block_id',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'same action_id in a block',
    actions(button(), button({ action_id: 'c' })),
    actions(button(), button()),
    '`action_id` "b" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'same action_id in two blocks',
    [...actions(button()), ...actions(button())],
    actions(button(), select({ action_id: 'b' })),
    '`action_id` "b" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'input label',
    [input('i', {}, { label: plain(of(2000)) })],
    [input('i', {}, { label: plain(of(2001)) })],
    'must be less than 2001 characters [json-pointer:/blocks/0/label/text]',
  ],
  [
    'input hint',
    [input('i', {}, { hint: plain(of(2000)) })],
    [input('i', {}, { hint: plain(of(2001)) })],
    'must be less than 2001 characters [json-pointer:/blocks/0/hint/text]',
  ],
  [
    'two with the focus',
    [input('i', { focus_on_load: true })],
    [input('i', { focus_on_load: true }), input('j', { focus_on_load: true })],
    'only one element may have focus_on_load [json-pointer:/blocks/1/element]',
  ],
  [
    'text inputs among actions',
    [input('i')],
    actions({ type: 'plain_text_input' }),
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'buttons in inputs',
    [input('i')],
    [input('i', {}, { element: button() })],
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
  ],
  ['unknown block', [section('x')], [{ type: 'video' }], 'unsupported type: video [json-pointer:/blocks/0/type]'],
  [
    'text that is none',
    [section('x')],
    [{ type: 'section', text: 'x' }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
]

describe('block limits', () => {
  checkCases(cases)

  it('rejects blocks whose texts are too long together', () => {
    checkMessageBlocks(times(4, () => section(of(3000))))
    assert.throws(() => checkMessageBlocks(times(5, () => section(of(3000)))), { code: 'msg_blocks_too_long' })
  })
})
