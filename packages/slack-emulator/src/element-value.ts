import type { KnownBlock } from '@slack/types'
import { elementsOf, type PlacedElement } from './block-kit/elements-of.ts'
import { optionOf, valueOf, type FindOffered } from './values.ts'
import type { Picked, ViewValues } from './workspace.ts'

type Json = Record<string, unknown>

/** `state.values` of a view or message: every element that can hold something, by block_id and action_id. */
export function stateValues(blocks: KnownBlock[], values: ViewValues, offered: FindOffered): Record<string, Json> {
  const state: Record<string, Json> = {}
  for (const placed of elementsOf(blocks)) {
    const value = valueOf(placed, values)
    if (value === undefined) continue
    state[placed.blockId] = {
      ...state[placed.blockId],
      [placed.actionId]: { type: placed.element.type, ...content(placed, value, offered) },
    }
  }
  return state
}

/** The one entry of `actions` in a block_actions payload. */
export function actionOf(placed: PlacedElement, picked: Picked, offered: FindOffered, actionTs: string): Json {
  const { element, blockId, actionId } = placed
  const own =
    element.type === 'button'
      ? {
          text: element.text,
          ...(element.value && { value: element.value }),
          ...(element.style && { style: element.style }),
        }
      : content(placed, picked, offered)
  return { type: element.type, block_id: blockId, action_id: actionId, action_ts: actionTs, ...own }
}

/** The field that carries the value; null when the element is empty, as Slack sends it. */
function content(placed: PlacedElement, value: Picked | null, offered: FindOffered): Json {
  const option = (wanted: string) => optionOf(placed, wanted, offered) ?? null
  switch (placed.element.type) {
    case 'plain_text_input':
      return { value: value?.type === 'plain_text_input' && value.text !== '' ? value.text : null }
    case 'datepicker':
      return { selected_date: value?.type === 'datepicker' ? value.date : null }
    case 'users_select':
      return { selected_user: value?.type === 'users_select' ? value.user : null }
    case 'conversations_select':
      return { selected_conversation: value?.type === 'conversations_select' ? value.channel : null }
    case 'channels_select':
      return { selected_channel: value?.type === 'channels_select' ? value.channel : null }
    case 'checkboxes':
      return { selected_options: value?.type === 'checkboxes' ? value.values.map(option) : [] }
    case 'static_select':
    case 'external_select':
    case 'overflow':
      return { selected_option: value !== null && 'value' in value ? option(value.value) : null }
    case 'button':
      return {}
  }
}
