import type { Checkboxes } from '@slack/types'
import type { PageContext } from '../page-context.ts'
import { h, newId } from '../dom.ts'
import { renderText } from '../render-mrkdwn.ts'
import type { Field } from './field.ts'

export function renderCheckboxes(element: Checkboxes, field: Field, desk: PageContext): HTMLElement {
  const held = field.value()
  const initial = (element.initial_options ?? []).map(({ value }) => value)
  const picked: (string | undefined)[] = held?.type === 'checkboxes' ? held.values : initial
  const changed = () => {
    const values = [...group.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value)
    field.hold({ type: 'checkboxes', values })
    void field.act(group, { type: 'checkboxes', values })
  }
  const group = h('div', { ...field.attributes, class: 'checkboxes', role: 'group', 'aria-label': field.label })
  for (const { value = '', text, description } of element.options) {
    const details =
      description === undefined ? undefined : h('small', { id: newId() }, ...renderText(description, desk))
    const box = h('input', { type: 'checkbox', value, 'aria-describedby': details?.id, change: changed })
    box.checked = picked.includes(value)
    group.append(h('label', {}, box, h('span', {}, ...renderText(text, desk))), details ?? '')
  }
  return group
}
