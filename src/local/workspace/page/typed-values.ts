import type { KnownBlock } from '@slack/types'
import type { Picked } from '../../slack/workspace.ts'
import type { ElementAt } from './api.ts'
import type { BlockElement } from './elements/field.ts'

const SHOWN: ReadonlySet<string> = new Set<BlockElement['type']>([
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'external_select',
  'overflow',
  'plain_text_input',
  'static_select',
  'users_select',
])

const isShown = (element: { type: string }): element is BlockElement => SHOWN.has(element.type)

/** The elements of a block that people can work with. */
export function elementsIn(block: KnownBlock): BlockElement[] {
  const all: { type: string }[] =
    block.type === 'actions'
      ? block.elements
      : block.type === 'input'
        ? [block.element]
        : block.type === 'section' && block.accessory !== undefined
          ? [block.accessory]
          : []
  return all.filter(isShown)
}

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
