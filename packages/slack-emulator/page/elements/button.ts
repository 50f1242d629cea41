import type { Button } from '@slack/types'
import { h } from '../dom.ts'
import type { Field } from './field.ts'

/** A button; with an address it is a link that opens a new tab, and the app is told all the same. */
export function renderButton(element: Button, field: Field): HTMLElement {
  const { text, style, url, accessibility_label: label } = element
  const attributes = { ...field.attributes, class: `button ${style ?? ''}`, 'aria-label': label }
  const act = () => void field.act(control, { type: 'button' })
  const isOfTheWeb = url !== undefined && /^(https?:\/\/|mailto:)/i.test(url)
  const control = isOfTheWeb
    ? h('a', { ...attributes, href: url, target: '_blank', rel: 'noopener noreferrer', click: act }, text.text)
    : h('button', { ...attributes, type: 'button', click: act }, text.text)
  return control
}
