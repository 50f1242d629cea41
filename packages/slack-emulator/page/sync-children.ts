export interface KeyedChild {
  /** Identifies this child among the others. */
  key: string
  /** While this stays the same, its element stays as it is. */
  digest: string
  build(): HTMLElement
  /** Updates new and kept elements in place. */
  update?(element: HTMLElement): void
  /** What `update` draws: a kept element is left alone while these are the same. */
  drawn?: readonly unknown[]
}

const shown = new WeakMap<Element, Pick<KeyedChild, 'key' | 'digest' | 'drawn'>>()

/**
 * Makes these the children of `parent`. Kept elements aren't touched, so focus, open menus and typed text survive.
 * When a focused element is replaced, the new one with the same `data-at` gets the focus.
 */
export function syncChildren(parent: HTMLElement, children: KeyedChild[]): void {
  const before = new Map<string, HTMLElement>()
  for (const element of parent.children) {
    const key = shown.get(element)?.key
    if (key !== undefined && element instanceof HTMLElement) before.set(key, element)
  }
  const focusedAt = focusIn(parent)
  const wanted = children.map((child) => ({ child, element: elementOf(child, before.get(child.key)) }))
  const keep = new Set<Element>(wanted.map(({ element }) => element))
  const gone = [...parent.children].filter((element) => !keep.has(element))
  for (const element of gone) element.remove()
  let next = parent.firstElementChild
  for (const { element } of wanted) {
    if (element === next) next = next.nextElementSibling
    else parent.insertBefore(element, next)
  }
  for (const { child, element } of wanted) update(child, element)
  if (focusedAt !== undefined && !parent.contains(document.activeElement)) {
    parent.querySelector<HTMLElement>(`[data-at="${CSS.escape(focusedAt)}"]`)?.focus()
  }
}

function elementOf(child: KeyedChild, before: HTMLElement | undefined): HTMLElement {
  if (before !== undefined && shown.get(before)?.digest === child.digest) return before
  const element = child.build()
  shown.set(element, { key: child.key, digest: child.digest })
  return element
}

function update({ key, digest, drawn, update: draw }: KeyedChild, element: HTMLElement): void {
  const before = shown.get(element)?.drawn
  if (drawn !== undefined && before !== undefined && drawn.every((one, index) => one === before[index])) return
  draw?.(element)
  shown.set(element, { key, digest, ...(drawn && { drawn }) })
}

function focusIn(parent: HTMLElement): string | undefined {
  const focused = document.activeElement
  return focused instanceof HTMLElement && parent.contains(focused) ? focused.dataset['at'] : undefined
}
