import assert from 'node:assert/strict'
import { checkMessageBlocks } from '../src/block-kit/check.ts'
import { SlackError } from '../src/slack-error.ts'
import { plain } from './workspace-fixture.ts'

/** Blocks at a limit, blocks just beyond it, and Slack's error for these. */
export type Case = [what: string, good: object[], bad: object[], message: string]

export function checkCases(cases: Case[]): void {
  for (const [what, good, bad, message] of cases) {
    it(`${what}: accepts the limit, rejects more`, () => {
      checkMessageBlocks(good)
      assert.throws(() => checkMessageBlocks(bad), slackError('invalid_blocks', message))
    })
  }
}

export function slackError(code: string, message: string) {
  return (error: unknown) => {
    assert(error instanceof SlackError)
    assert.equal(error.code, code)
    assert(error.messages.includes(`[ERROR] ${message}`), error.messages.join('\n'))
    return true
  }
}

export const of = (length: number) => 'x'.repeat(length)
export const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))
export const actions = (...elements: object[]) => [{ type: 'actions', elements }]
export const button = (more: object = {}) => ({ type: 'button', action_id: 'b', text: plain('Go'), ...more })
export const option = (value: string, text = 'One') => ({ text: plain(text), value })
export const select = (more: object = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: [option('1')],
  ...more,
})
