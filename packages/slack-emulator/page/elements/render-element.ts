import type { Button, Checkboxes, Datepicker, Overflow, PlainTextInput } from '@slack/types'
import type { BlockElement } from '../../src/block-kit/elements-of.ts'
import { h, isEnter, newId } from '../dom.ts'
import { iconOf } from '../icons.ts'
import { attachMenu } from '../menu.ts'
import type { PageContext } from '../page-context.ts'
import { renderText } from '../render-mrkdwn.ts'
import { renderExternalSelect } from './external-select.ts'
import type { Field } from './field.ts'
import { renderMultiSelect } from './multi-select.ts'
import { renderSelect } from './select.ts'

export function renderElement(element: BlockElement, field: Field, context: PageContext): HTMLElement {
  switch (element.type) {
    case 'button':
      return renderButton(element, field)
    case 'overflow':
      return renderOverflow(element, field, context)
    case 'external_select':
      return renderExternalSelect(element, field, context)
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return renderSelect(element, field, context)
    case 'multi_static_select':
      return renderMultiSelect(element, field, context)
    case 'datepicker':
      return renderDatePicker(element, field)
    case 'checkboxes':
      return renderCheckboxes(element, field, context)
    case 'plain_text_input':
      return renderTextInput(element, field)
  }
}

/** A button. With a `url` it's a link that opens a new tab; the app still gets the click. */
function renderButton(element: Button, field: Field): HTMLElement {
  const { text, style, url, accessibility_label: label } = element
  const attributes = { ...field.attributes, class: `button ${style ?? ''}`, 'aria-label': label }
  const act = () => void field.act(control, { type: 'button' })
  const isOfTheWeb = url !== undefined && /^(https?:\/\/|mailto:)/i.test(url)
  const control = isOfTheWeb
    ? h('a', { ...attributes, href: url, target: '_blank', rel: 'noopener noreferrer', click: act }, text.text)
    : h('button', { ...attributes, type: 'button', click: act }, text.text)
  return control
}

function renderOverflow(element: Overflow, field: Field, { words }: PageContext): HTMLElement {
  const button = h('button', {
    ...field.attributes,
    type: 'button',
    class: 'button icon-only',
    'aria-label': words.moreActions,
  })
  button.append(iconOf('dots'))
  const menu = attachMenu(button, words.moreActions, () =>
    element.options.map(({ text, description, value = '', url }) => ({
      text: text.text,
      ...(description !== undefined && { detail: description.text }),
      ...(url !== undefined && /^https?:\/\//i.test(url) && { url }),
      run: () => void field.act(button, { type: 'overflow', value }),
    })),
  )
  return h('span', { class: 'with-menu' }, button, menu)
}

function renderDatePicker(element: Datepicker, field: Field): HTMLElement {
  const held = field.value()
  const label = field.isInput ? undefined : (element.placeholder?.text ?? field.label)
  const changed = () => {
    const picked = control.value === '' ? null : ({ type: 'datepicker', date: control.value } as const)
    field.hold(picked)
    if (picked !== null) void field.act(control, picked)
  }
  const control = h('input', { ...field.attributes, type: 'date', 'aria-label': label, change: changed })
  control.value = held?.type === 'datepicker' ? held.date : ''
  control.autofocus = element.focus_on_load === true
  return control
}

function renderCheckboxes(element: Checkboxes, field: Field, context: PageContext): HTMLElement {
  const held = field.value()
  const picked = held?.type === 'checkboxes' ? held.values : []
  const changed = () => {
    const values = [...group.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value)
    field.hold({ type: 'checkboxes', values })
    void field.act(group, { type: 'checkboxes', values })
  }
  const group = h('div', { ...field.attributes, class: 'checkboxes', role: 'group', 'aria-label': field.label })
  for (const { value = '', text, description } of element.options) {
    const details =
      description === undefined ? undefined : h('small', { id: newId() }, ...renderText(description, context))
    const box = h('input', { type: 'checkbox', value, 'aria-describedby': details?.id, change: changed })
    box.checked = picked.includes(value)
    group.append(h('label', {}, box, h('span', {}, ...renderText(text, context))), details ?? '')
  }
  return group
}

/** A text box. With `dispatch_action`, the app gets the text on Enter or on every character, as the element says. */
function renderTextInput(element: PlainTextInput, field: Field): HTMLElement {
  const { multiline = false, placeholder, max_length: max, dispatch_action_config: config } = element
  const triggers = config?.trigger_actions_on ?? ['on_enter_pressed']
  const picked = () => ({ type: 'plain_text_input', text: control.value }) as const
  const attributes = {
    ...field.attributes,
    placeholder: placeholder?.text,
    maxlength: max,
    autocomplete: 'off',
    input: () => {
      field.hold(picked())
      if (triggers.includes('on_character_entered')) void field.act(control, picked())
    },
    keydown: (event: KeyboardEvent) => {
      if (!field.dispatches || !isEnter(event) || multiline || !triggers.includes('on_enter_pressed')) return
      event.preventDefault()
      void field.act(control, picked())
    },
  }
  const control = multiline ? h('textarea', { ...attributes, rows: 4 }) : h('input', { ...attributes, type: 'text' })
  const held = field.value()
  control.value = held?.type === 'plain_text_input' ? held.text : ''
  control.autofocus = element.focus_on_load === true
  return control
}
