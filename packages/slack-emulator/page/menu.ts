import { h, newId } from './dom.ts'
import { placeBeside } from './place-beside.ts'

export interface MenuItem {
  text: string
  detail?: string
  /** Also opened in a new tab. */
  url?: string
  run(): void
}

/** Makes `button` open a menu, which it returns: put it beside the button. Source: WAI-ARIA practices, "Menu Button". */
export function attachMenu(button: HTMLButtonElement, label: string, items: () => MenuItem[]): HTMLElement {
  const menu = h('div', { id: newId(), role: 'menu', class: 'menu', popover: 'auto', 'aria-label': label })
  const placing = placeBeside(menu, button)
  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  button.popoverTargetElement = menu
  menu.addEventListener('beforetoggle', ({ newState }) => {
    if (newState === 'open') menu.replaceChildren(...items().map((item) => itemOf(item, menu)))
  })
  menu.addEventListener('toggle', ({ newState }) => {
    const isOpen = newState === 'open'
    button.setAttribute('aria-expanded', String(isOpen))
    if (!isOpen) return placing.stop()
    placing.start()
    entries(menu)[0]?.focus()
  })
  menu.addEventListener('keydown', (event) => moveFocus(event, menu))
  return menu
}

function itemOf({ text, detail, url, run }: MenuItem, menu: HTMLElement): HTMLElement {
  const click = () => {
    menu.hidePopover()
    run()
  }
  const common = { role: 'menuitem', tabindex: -1, click }
  const inside = [h('span', {}, text), detail === undefined ? undefined : h('small', {}, detail)]
  if (url === undefined) return h('button', { type: 'button', ...common }, ...inside)
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', ...common }, ...inside)
}

function entries(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement): void {
  const all = entries(menu)
  const at = all.findIndex((entry) => entry === document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (event.key === 'Tab') menu.hidePopover()
  if (next === undefined) return
  event.preventDefault()
  all.at(next % all.length)?.focus()
}
