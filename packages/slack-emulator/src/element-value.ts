import type { KnownBlock } from '@slack/types'
import { elementsOf, type LocatedElement } from './block-kit/elements-of.ts'
import { optionOf, valueOf, type FindLoadedOption } from './values.ts'
import type { Picked, ViewValues } from './workspace.ts'

type Json = Record<string, unknown>

/** `state.values` of a view or message: the value of every element that can hold one, by block_id and action_id. */
export function stateValues(
  blocks: KnownBlock[],
  values: ViewValues,
  findLoaded: FindLoadedOption,
): Record<string, Json> {
  const state: Record<string, Json> = {}
  for (const located of elementsOf(blocks)) {
    const value = valueOf(located, values)
    if (value === undefined) continue
    state[located.blockId] = {
      ...state[located.blockId],
      [located.actionId]: { type: located.element.type, ...content(located, value, findLoaded) },
    }
  }
  return state
}

/** The entry in `actions` of a block_actions payload. */
export function actionOf(
  located: LocatedElement,
  picked: Picked,
  findLoaded: FindLoadedOption,
  actionTs: string,
): Json {
  const { element, blockId, actionId } = located
  const own =
    element.type === 'button'
      ? {
          text: element.text,
          ...(element.value && { value: element.value }),
          ...(element.style && { style: element.style }),
        }
      : content(located, picked, findLoaded)
  return { type: element.type, block_id: blockId, action_id: actionId, action_ts: actionTs, ...own }
}

/** The field that carries the value; null when the element is empty, as Slack sends it. */
function content(located: LocatedElement, value: Picked | null, findLoaded: FindLoadedOption): Json {
  const option = (wanted: string) => optionOf(located, wanted, findLoaded) ?? null
  switch (located.element.type) {
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
    case 'multi_static_select':
      return { selected_options: value !== null && 'values' in value ? value.values.map(option) : [] }
    case 'static_select':
    case 'external_select':
    case 'overflow':
      return { selected_option: value !== null && 'value' in value ? option(value.value) : null }
    case 'button':
      return {}
  }
}
