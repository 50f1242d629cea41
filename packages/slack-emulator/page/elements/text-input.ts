import type { PlainTextInput } from '@slack/types'
import { h } from '../dom.ts'
import { isEnter } from '../keys.ts'
import type { Field } from './field.ts'

/** A text box. In inputs that tell the app at once, Enter does so, or every character, as the element says. */
export function renderTextInput(element: PlainTextInput, field: Field): HTMLElement {
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
  const initial = held === undefined ? element.initial_value : undefined
  control.value = (held?.type === 'plain_text_input' ? held.text : initial) ?? ''
  control.autofocus = element.focus_on_load === true
  return control
}
