import type { KnownBlock } from '@slack/types'
import type { Picked } from '../src/workspace.ts'
import type { ElementAt } from './api.ts'
import { elementsIn } from './block-element.ts'

/** Whether what was typed or picked can still stand where it did. */
export function isStillThere(blocks: KnownBlock[], { blockId, actionId }: ElementAt, picked: Picked | null): boolean {
  const block = blocks.find((one) => one.block_id === blockId)
  const element = block && elementsIn(block).find((one) => one.action_id === actionId)
  if (element === undefined || (picked !== null && picked.type !== element.type)) return false
  if (element.type === 'static_select' && picked !== null && 'value' in picked) {
    const options = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
    return options.some(({ value }) => value === picked.value)
  }
  if (element.type === 'checkboxes' && picked !== null && 'values' in picked) {
    return picked.values.every((value) => element.options.some((option) => option.value === value))
  }
  return true
}
