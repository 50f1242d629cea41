import assert from 'node:assert/strict'
import { checkMessageBlocks } from '../src/block-kit/check.ts'
import { SlackError } from '../src/slack-error.ts'
import { plain } from './workspace-fixture.ts'

/** Blocks that are just within a limit, blocks that are just not, and what Slack says to these. */
export type Case = [what: string, good: object[], bad: object[], message: string]

export function checkCases(cases: Case[]): void {
  for (const [what, good, bad, message] of cases) {
    it(`${what}: takes what is within, refuses what is not`, () => {
      checkMessageBlocks(good)
      assert.throws(() => checkMessageBlocks(bad), refusal('invalid_blocks', message))
    })
  }
}

export function refusal(code: string, message: string) {
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
