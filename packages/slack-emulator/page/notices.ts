import { h } from './dom.ts'
import { iconOf } from './icons.ts'
import type { Words } from './words.ts'

/** Where notices are shown: each dialog and each view has one. */
export function noticeArea(): HTMLElement {
  return h('div', { class: 'notice-area' })
}

/** Shows a notice where the person is looking: in the topmost dialog, if one is open. */
export function showNotice(text: string, words: Words): void {
  clearNotices()
  const areas = document.querySelectorAll('dialog[open] .notice-area')
  const area = [...areas].at(-1) ?? document.querySelector('main .notice-area')
  const dismiss = h('button', { type: 'button', class: 'quiet', 'aria-label': words.dismiss, click: clearNotices })
  dismiss.append(iconOf('cross'))
  area?.append(h('div', { class: 'notice' }, h('p', { role: 'alert' }, text), dismiss))
}

export function clearNotices(): void {
  for (const notice of document.querySelectorAll('.notice')) notice.remove()
}
