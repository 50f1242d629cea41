import type { PageContext } from './page-context.ts'
import { renderButton } from './elements/button.ts'
import { renderCheckboxes } from './elements/checkboxes.ts'
import { renderDatePicker } from './elements/date-picker.ts'
import type { BlockElement } from './block-element.ts'
import type { Field } from './elements/field.ts'
import { renderExternalSelect } from './elements/external-select.ts'
import { renderOverflow } from './elements/overflow.ts'
import { renderSelect } from './elements/select.ts'
import { renderTextInput } from './elements/text-input.ts'

export function renderElement(element: BlockElement, field: Field, desk: PageContext): HTMLElement {
  switch (element.type) {
    case 'button':
      return renderButton(element, field)
    case 'overflow':
      return renderOverflow(element, field, desk)
    case 'external_select':
      return renderExternalSelect(element, field, desk)
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return renderSelect(element, field, desk)
    case 'datepicker':
      return renderDatePicker(element, field)
    case 'checkboxes':
      return renderCheckboxes(element, field, desk)
    case 'plain_text_input':
      return renderTextInput(element, field)
  }
}
