import type { Datepicker } from '@slack/types'
import { h } from '../dom.ts'
import type { Field } from './field.ts'

export function renderDatePicker(element: Datepicker, field: Field): HTMLElement {
  const held = field.value()
  const label = field.isInput ? undefined : (element.placeholder?.text ?? field.label)
  const changed = () => {
    const picked = control.value === '' ? null : ({ type: 'datepicker', date: control.value } as const)
    field.hold(picked)
    if (picked !== null) void field.act(control, picked)
  }
  const control = h('input', { ...field.attributes, type: 'date', 'aria-label': label, change: changed })
  const initial = held === undefined ? element.initial_date : undefined
  control.value = (held?.type === 'datepicker' ? held.date : initial) ?? ''
  control.autofocus = element.focus_on_load === true
  return control
}
