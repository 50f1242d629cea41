import assert from 'node:assert/strict'
import { aWorkspace, plain, section } from './workspace-fixture.ts'

const modal = { type: 'modal', title: plain('Title'), blocks: [section('Hi')] }

describe('blocks.validate', () => {
  const taken: [what: string, params: Record<string, unknown>][] = [
    ['blocks', { blocks: [section('Hi')] }],
    ['blocks as text', { blocks: JSON.stringify([section('Hi')]) }],
    ['a message', { message: { blocks: [section('Hi')] } }],
    ['a modal', { view: modal }],
    ['an App Home', { view: { type: 'home', blocks: [section('Hi')] } }],
  ]
  for (const [what, params] of taken) {
    it(`accepts ${what}, without a scope, and shows it to nobody`, async () => {
      const { call, workspace } = aWorkspace()
      assert.deepEqual(await call('blocks.validate', params), { ok: true })
      assert.deepEqual([workspace.screen('U1').messages, workspace.screen('U1').modals], [[], []])
    })
  }

  const rejected: [what: string, params: Record<string, unknown>, error: string, pointer: string][] = [
    ['blocks', { blocks: [section('')] }, 'invalid_blocks', '/0/text/text'],
    ['a message', { message: { blocks: [section('')] } }, 'invalid_message', '/blocks/0/text/text'],
    ['a view', { view: { ...modal, title: plain('x'.repeat(25)) } }, 'invalid_view', '/title/text'],
  ]
  for (const [what, params, error, pointer] of rejected) {
    it(`says what is wrong in ${what}, and where`, async () => {
      const answer = await aWorkspace().call('blocks.validate', params)
      assert.deepEqual([answer['ok'], answer['error']], [false, error])
      assert.equal(answer['errors']?.['0']?.['pointer'], pointer)
      assert.equal(answer['errors']?.['0']?.['code'], 'failed_constraint')
    })
  }

  for (const params of [{}, { blocks: [section('Hi')], view: modal }]) {
    it(`needs one payload, not ${Object.keys(params).length}`, async () => {
      assert.equal((await aWorkspace().call('blocks.validate', params))['error'], 'invalid_arguments')
    })
  }
})
