import { h, newId, setAttribute } from './dom.ts'
import { placeBeside } from './place-beside.ts'

export interface Suggestion {
  value: string
  text: string
  detail?: string
}

export interface SuggestionList {
  element: HTMLElement
  isOpen(): boolean
  /** @param active index of the one that Enter picks; -1 for none */
  show(suggestions: Suggestion[], active: number): void
  /** Shows this text instead of suggestions. */
  say(text: string): void
  hide(): void
  move(by: 1 | -1): void
  active(): Suggestion | undefined
}

/** The list that drops from a text box; the box keeps the focus. Source: WAI-ARIA practices, "Combobox". */
export function createSuggestionList(
  box: HTMLElement,
  options: { label: string; onPick(suggestion: Suggestion): void },
): SuggestionList {
  const element = h('ul', {
    id: newId(),
    role: 'listbox',
    class: 'menu',
    popover: 'manual',
    'aria-label': options.label,
  })
  const placing = placeBeside(element, box)
  let shown: Suggestion[] = []
  let index = -1
  box.setAttribute('aria-controls', element.id)

  const open = () => {
    element.showPopover()
    placing.start()
    if (box.role === 'combobox') box.setAttribute('aria-expanded', 'true')
  }
  const hide = () => {
    if (element.matches(':popover-open')) element.hidePopover()
    placing.stop()
    shown = []
    activate(-1)
    if (box.role === 'combobox') box.setAttribute('aria-expanded', 'false')
  }
  const activate = (next: number) => {
    index = next
    ;[...element.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)))
    const item = index < 0 ? undefined : element.children[index]
    item?.scrollIntoView({ block: 'nearest' })
    setAttribute(box, 'aria-activedescendant', item?.id)
  }
  return {
    element,
    isOpen: () => shown.length > 0,
    show: (suggestions, active) => {
      element.replaceChildren(...suggestions.map((one) => optionOf(one, options.onPick)))
      shown = suggestions
      if (suggestions.length === 0) return hide()
      open()
      activate(active)
    },
    say: (text) => {
      shown = []
      element.replaceChildren(h('li', { role: 'option', 'aria-disabled': 'true', class: 'remark' }, text))
      activate(-1)
      open()
    },
    hide,
    move: (by) => activate((index + by + shown.length) % shown.length),
    active: () => shown[index],
  }
}

function optionOf(suggestion: Suggestion, onPick: (suggestion: Suggestion) => void): HTMLElement {
  // Before the box loses the focus to a click.
  const mousedown = (event: MouseEvent) => {
    event.preventDefault()
    onPick(suggestion)
  }
  const detail = suggestion.detail !== undefined && h('small', {}, suggestion.detail)
  return h('li', { id: newId(), role: 'option', mousedown }, h('span', {}, suggestion.text), detail)
}
