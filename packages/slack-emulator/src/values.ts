import type { KnownBlock, Option, PlainTextOption } from '@slack/types'
import { isCalendarDate } from './block-kit/composition.ts'
import { elementsOf, findElement, type Element, type PlacedElement } from './block-kit/elements-of.ts'
import type { Picked, ViewValues } from './workspace.ts'

/** Options of an external_select that one person has been offered, by value. */
export type FindOffered = (at: { blockId: string; actionId: string }, value: string) => PlainTextOption | undefined

/** What an element holds before anybody touches it; undefined for buttons and overflow menus, which hold nothing. */
export function initialOf(element: Element): Picked | null | undefined {
  switch (element.type) {
    case 'plain_text_input':
      return element.initial_value ? { type: element.type, text: element.initial_value } : null
    case 'static_select':
    case 'external_select':
      return element.initial_option?.value === undefined
        ? null
        : { type: element.type, value: element.initial_option.value }
    case 'datepicker':
      return element.initial_date === undefined ? null : { type: element.type, date: element.initial_date }
    case 'users_select':
      return element.initial_user === undefined ? null : { type: element.type, user: element.initial_user }
    case 'conversations_select':
      return element.initial_conversation === undefined
        ? null
        : { type: element.type, channel: element.initial_conversation }
    case 'channels_select':
      return element.initial_channel === undefined ? null : { type: element.type, channel: element.initial_channel }
    case 'checkboxes':
      return { type: element.type, values: (element.initial_options ?? []).map(({ value }) => value ?? '') }
    case 'button':
    case 'overflow':
      return undefined
  }
}

/** What the element holds now, given what was typed or picked in its view. */
export function valueOf({ blockId, actionId, element }: PlacedElement, values: ViewValues): Picked | null | undefined {
  const given = values[blockId]?.[actionId]
  return given === undefined ? initialOf(element) : given
}

/** All options that can be picked in the element, external ones apart. */
function optionsOf(element: Element): Option[] {
  if (element.type === 'overflow' || element.type === 'checkboxes') return element.options
  if (element.type === 'external_select') return element.initial_option === undefined ? [] : [element.initial_option]
  if (element.type !== 'static_select') return []
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
}

export function optionOf(placed: PlacedElement, value: string, offered: FindOffered): Option | undefined {
  const own = optionsOf(placed.element).find((option) => option.value === value)
  return own ?? (placed.element.type === 'external_select' ? offered(placed, value) : undefined)
}

/** Whether a person could have picked that in the element at all. */
export function canPick(placed: PlacedElement, picked: Picked, offered: FindOffered): boolean {
  if (picked.type !== placed.element.type) return false
  switch (picked.type) {
    case 'static_select':
    case 'external_select':
    case 'overflow':
      return optionOf(placed, picked.value, offered) !== undefined
    case 'checkboxes':
      return picked.values.every((value) => optionOf(placed, value, offered) !== undefined)
    case 'datepicker':
      return isCalendarDate(picked.date)
    default:
      return true
  }
}

/** First of the values that nobody could have picked in these blocks, as `block_id/action_id`. */
export function impossibleValue(blocks: KnownBlock[], values: ViewValues, offered: FindOffered): string | undefined {
  for (const [blockId, inner] of Object.entries(values)) {
    for (const [actionId, picked] of Object.entries(inner)) {
      const placed = findElement(blocks, { blockId, actionId })
      if (placed === undefined || (picked !== null && !canPick(placed, picked, offered)))
        return `${blockId}/${actionId}`
    }
  }
  return undefined
}

export function mergeValues(before: ViewValues, after: ViewValues): ViewValues {
  const merged = { ...before }
  for (const [blockId, inner] of Object.entries(after)) merged[blockId] = { ...merged[blockId], ...inner }
  return merged
}

/** What stays of the values when a view is updated: that of elements with the same ids and type that can still hold it. */
export function keptValues(values: ViewValues, blocks: KnownBlock[], offered: FindOffered): ViewValues {
  const kept: ViewValues = {}
  for (const placed of elementsOf(blocks)) {
    const value = values[placed.blockId]?.[placed.actionId]
    if (value === undefined || (value !== null && !canPick(placed, value, offered))) continue
    kept[placed.blockId] = { ...kept[placed.blockId], [placed.actionId]: value }
  }
  return kept
}
