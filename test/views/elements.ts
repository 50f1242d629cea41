import assert from 'node:assert/strict'
import { elementsOf, type BlockElement } from '@pokopoko/slack-emulator/testing'
import { checkHome, checkMessageBlocks, checkModal } from '@pokopoko/slack-emulator/testing'

/** The elements of a message, modal or App Home, by action_id. Throws when a block is unknown or over a limit. */
export function elementsIn(view: { type?: string; blocks: unknown[] }): BlockElement[] {
  const { blocks } = view
  if (view.type === 'modal') checkModal(view)
  else if (view.type === 'home') checkHome(view)
  else checkMessageBlocks(blocks)
  const known: unknown = blocks
  checkAll(known)
  return elementsOf(known).map(({ element }) => element)
}

function checkAll(blocks: unknown): asserts blocks is Parameters<typeof elementsOf>[0] {
  assert.ok(Array.isArray(blocks))
}

export function idsIn(view: { type?: string; blocks: unknown[] }): string[] {
  return elementsIn(view).map(({ action_id: id }) => id ?? '')
}

export function elementIn(view: { type?: string; blocks: unknown[] }, actionId: string): BlockElement {
  return elementsIn(view).find(({ action_id: id }) => id === actionId) ?? assert.fail(`no element ${actionId}`)
}

/** All that is written in it, as it is sent. */
export function wordsIn(view: object): string {
  return JSON.stringify(view)
}
