import type { InputBlock } from '@slack/types'
import type { BlockSetting } from './block-setting.ts'
import type { PageContext } from './page-context.ts'
import { h, newId, setAttribute } from './dom.ts'
import { renderElement } from './elements.ts'
import { createField } from './elements/field.ts'
import { elementsIn } from './block-element.ts'

/** A labelled input with its hint, and room for what is wrong with it. */
export function renderInput(block: InputBlock, { surface, values = {} }: BlockSetting, desk: PageContext): HTMLElement {
  const [element] = elementsIn(block)
  if (element === undefined) return h('p', { class: 'block unknown' }, block.element.type)
  const id = newId()
  const labelId = newId()
  const hint = block.hint && h('p', { class: 'hint', id: newId() }, block.hint.text)
  const at = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' }
  const attributes = {
    id,
    'aria-describedby': hint?.id,
    'data-hint': hint?.id,
    'aria-labelledby': element.type === 'checkboxes' ? labelId : undefined,
  }
  const input = { dispatches: block.dispatch_action === true, attributes }
  const field = createField({ element, at, surface, values, label: block.label.text, input }, desk)
  const label = h(
    element.type === 'checkboxes' ? 'span' : 'label',
    { class: 'label', id: labelId, ...(element.type !== 'checkboxes' && { for: id }) },
    block.label.text,
    block.optional === true && h('span', { class: 'optional' }, ` ${desk.words.optional}`),
  )
  return h('div', { class: 'block input' }, label, renderElement(element, field, desk), hint)
}

/** Says what is wrong with an input, in place. */
export function showError(block: HTMLElement, error: string | undefined): void {
  const control = block.querySelector<HTMLElement>('[data-at]')
  const shown = block.querySelector('.error')
  if (control === null || (shown?.textContent ?? undefined) === error) return
  shown?.remove()
  const line = error === undefined ? undefined : h('p', { class: 'error', id: newId() }, error)
  if (line !== undefined) block.append(line)
  const described = [line?.id, control.dataset['hint']].filter((id) => id !== undefined).join(' ')
  setAttribute(control, 'aria-invalid', line === undefined ? undefined : 'true')
  setAttribute(control, 'aria-describedby', described === '' ? undefined : described)
}
