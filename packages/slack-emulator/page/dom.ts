type Child = Node | string | undefined | false

type Properties = Record<string, string | number | boolean | undefined | ((event: never) => void)>

/**
 * Makes an element. Of `properties`, functions listen to the event of their name, true sets an empty attribute,
 * false and undefined set none, and all else is an attribute's text. Text never becomes markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    // As an object's method: a function for one kind of event is no listener for all of them.
    if (typeof value === 'function') element.addEventListener(name, { handleEvent: value })
    else setAttribute(element, name, value)
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/** Leaves equal text alone, so that selections survive. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

let lastId = 0

/** An id for `for`, `aria-describedby` and the like. */
export function newId(): string {
  lastId += 1
  return `e${lastId}`
}

/** Enter outside of an input method, where it confirms the conversion (Japanese, Chinese). */
export function isEnter(event: KeyboardEvent): boolean {
  // Safari has already ended the composition; only the key code says so.
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== 229
}
