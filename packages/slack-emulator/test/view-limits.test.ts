import assert from 'node:assert/strict'
import { checkHome, checkModal } from '../src/block-kit/check.ts'
import { of, option, slackError, select, times } from './limit-case.ts'
import { input, modal, plain, section } from './workspace-fixture.ts'

const one = [section('x')]
const viewLimits: [what: string, good: object, bad: object, message: string][] = [
  [
    'title',
    modal(one, { title: plain(of(24)) }),
    modal(one, { title: plain(of(25)) }),
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'submit',
    modal(one, { submit: plain(of(24)) }),
    modal(one, { submit: plain(of(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  [
    'close',
    modal(one, { close: plain(of(24)) }),
    modal(one, { close: plain(of(25)) }),
    'must be less than 25 characters [json-pointer:/view/close/text]',
  ],
  [
    'private_metadata',
    modal(one, { private_metadata: of(3000) }),
    modal(one, { private_metadata: of(3001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'callback_id',
    modal(one, { callback_id: of(255) }),
    modal(one, { callback_id: of(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'blocks',
    modal(times(100, () => ({ type: 'divider' }))),
    modal(times(101, () => ({ type: 'divider' }))),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  ['no blocks', modal(one), modal([]), 'must provide at least 1 block [json-pointer:/view/blocks]'],
  [
    'inputs without submit',
    modal([input('i')]),
    { type: 'modal', title: plain('T'), blocks: [input('i')] },
    'missing required field: submit [json-pointer:/view]',
  ],
  [
    'unknown property',
    modal(one),
    modal(one, { colour: 'red' }),
    'invalid additional property: colour [json-pointer:/view/colour]',
  ],
  ['no title', modal(one), { type: 'modal', blocks: one }, 'missing required field: title [json-pointer:/view]'],
  ['home as modal', modal(one), { type: 'home', blocks: one }, 'must be one of: modal [json-pointer:/view/type]'],
]

describe('view limits', () => {
  for (const [what, good, bad, message] of viewLimits) {
    it(`${what}: accepts the limit, rejects more`, () => {
      checkModal(good)
      assert.throws(() => checkModal(bad), slackError('invalid_arguments', message))
    })
  }

  it('accepts a Home tab without blocks, rejects one with a title', () => {
    checkHome({ type: 'home', blocks: [] })
    assert.throws(
      () => checkHome({ type: 'home', blocks: [], title: plain('T') }),
      slackError('invalid_arguments', 'invalid additional property: title [json-pointer:/view/title]'),
    )
  })

  it('rejects views over 250 KB', () => {
    const options = times(100, (n) => option(String(n).padEnd(150, 'v'), of(75)))
    const blocks = times(100, () => ({ type: 'section', text: plain(of(3000)), accessory: select({ options }) }))
    assert.throws(() => checkModal(modal(blocks)), { code: 'view_too_large' })
  })
})
