import type { Overflow } from '@slack/types'
import type { PageContext } from '../page-context.ts'
import { h } from '../dom.ts'
import { iconOf } from '../icons.ts'
import { attachMenu } from '../menu.ts'
import type { Field } from './field.ts'

export function renderOverflow(element: Overflow, field: Field, { words }: PageContext): HTMLElement {
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
