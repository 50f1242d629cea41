import type { MultiStaticSelect, PlainTextOption } from '@slack/types'
import { h, isEnter } from '../dom.ts'
import type { PageContext } from '../page-context.ts'
import type { Field } from './field.ts'

/** Boxes to tick, below a text box that leaves those with its text. Arrow keys go from one to the next. */
export function renderMultiSelect(element: MultiStaticSelect, field: Field, { words }: PageContext): HTMLElement {
  const held = field.value()
  const ticked = new Set(held?.type === 'multi_static_select' ? held.values : [])
  const status = h('p', { class: 'status', role: 'status' })
  const rows = allOptions(element).map(({ value = '', text }) => {
    const box = h('input', { type: 'checkbox', value, change: () => changed() })
    box.checked = ticked.has(value)
    return { box, text: text.text.toLowerCase(), row: h('label', {}, box, h('span', {}, text.text)) }
  })
  const show = () => {
    const values = rows.filter(({ box }) => box.checked).map(({ box }) => box.value)
    const isFull = values.length >= (element.max_selected_items ?? Infinity)
    for (const { box } of rows) box.disabled = isFull && !box.checked
    status.textContent = words.selected(values.length)
    return values
  }
  const changed = () => {
    const picked = { type: 'multi_static_select', values: show() } as const
    field.hold(picked)
    void field.act(group, picked)
  }
  const filter = h('input', {
    type: 'search',
    autocomplete: 'off',
    placeholder: element.placeholder?.text ?? words.choose,
    'aria-label': words.filter,
    input: () => {
      for (const { row, text } of rows) row.hidden = !text.includes(filter.value.trim().toLowerCase())
    },
    keydown: (event: KeyboardEvent) => {
      // It would submit the form.
      if (isEnter(event)) event.preventDefault()
    },
  })
  filter.autofocus = element.focus_on_load === true
  const list = h('div', { class: 'options' }, ...rows.map(({ row }) => row))
  const keydown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const stops = [filter, ...rows.filter(({ row, box }) => !row.hidden && !box.disabled).map(({ box }) => box)]
    const at = stops.findIndex((stop) => stop === document.activeElement)
    stops[Math.max(0, Math.min(stops.length - 1, at + by))]?.focus()
  }
  const attributes = { ...field.attributes, 'aria-label': field.isInput ? undefined : field.label }
  const group = h('div', { ...attributes, class: 'multi-select', role: 'group', keydown }, filter, list, status)
  show()
  return group
}

function allOptions({ options, option_groups: groups = [] }: MultiStaticSelect): PlainTextOption[] {
  return options ?? groups.flatMap((group) => group.options)
}
