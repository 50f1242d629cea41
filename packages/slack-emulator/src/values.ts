import type { KnownBlock, Option, PlainTextOption } from '@slack/types'
import { elementsOf, findElement, type BlockElement, type LocatedElement } from './block-kit/elements-of.ts'
import type { Picked, ViewValues } from './workspace.ts'

/** Finds an option that an external select has loaded. */
export type FindLoadedOption = (at: { blockId: string; actionId: string }, value: string) => PlainTextOption | undefined

/** What an element holds before anybody uses it; undefined for buttons and overflow menus, which hold nothing. */
export function initialOf(element: BlockElement): Picked | null | undefined {
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
    case 'multi_static_select':
      return { type: element.type, values: (element.initial_options ?? []).map(({ value }) => value ?? '') }
    case 'button':
    case 'overflow':
      return undefined
  }
}

/** What the element holds now, given what was typed or picked in its view. */
export function valueOf({ blockId, actionId, element }: LocatedElement, values: ViewValues): Picked | null | undefined {
  const given = values[blockId]?.[actionId]
  return given === undefined ? initialOf(element) : given
}

/** The element's own options, without those that it loads. */
function optionsOf(element: BlockElement): Option[] {
  if (element.type === 'overflow' || element.type === 'checkboxes') return element.options
  if (element.type === 'external_select') return element.initial_option === undefined ? [] : [element.initial_option]
  if (element.type !== 'static_select' && element.type !== 'multi_static_select') return []
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
}

export function optionOf(located: LocatedElement, value: string, findLoaded: FindLoadedOption): Option | undefined {
  const own = optionsOf(located.element).find((option) => option.value === value)
  return own ?? (located.element.type === 'external_select' ? findLoaded(located, value) : undefined)
}

/** Whether a person could have picked that in the element. */
export function canPick(located: LocatedElement, picked: Picked, findLoaded: FindLoadedOption): boolean {
  if (picked.type !== located.element.type) return false
  switch (picked.type) {
    case 'static_select':
    case 'external_select':
    case 'overflow':
      return optionOf(located, picked.value, findLoaded) !== undefined
    case 'multi_static_select': {
      const { max_selected_items: max = Infinity } = located.element.type === picked.type ? located.element : {}
      const isOfOptions = picked.values.every((value) => optionOf(located, value, findLoaded) !== undefined)
      return isOfOptions && picked.values.length <= max
    }
    case 'checkboxes':
      return picked.values.every((value) => optionOf(located, value, findLoaded) !== undefined)
    case 'datepicker':
      return isCalendarDate(picked.date)
    default:
      return true
  }
}

export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The first value that nobody could have picked in these blocks, as `block_id/action_id`. */
export function impossibleValue(
  blocks: KnownBlock[],
  values: ViewValues,
  findLoaded: FindLoadedOption,
): string | undefined {
  for (const [blockId, inner] of Object.entries(values)) {
    for (const [actionId, picked] of Object.entries(inner)) {
      const located = findElement(blocks, { blockId, actionId })
      if (located === undefined || (picked !== null && !canPick(located, picked, findLoaded)))
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

/** The values that an updated view keeps: those whose element is still there and can still hold them. */
export function keptValues(values: ViewValues, blocks: KnownBlock[], findLoaded: FindLoadedOption): ViewValues {
  const kept: ViewValues = {}
  for (const located of elementsOf(blocks)) {
    const value = values[located.blockId]?.[located.actionId]
    if (value === undefined || (value !== null && !canPick(located, value, findLoaded))) continue
    kept[located.blockId] = { ...kept[located.blockId], [located.actionId]: value }
  }
  return kept
}
