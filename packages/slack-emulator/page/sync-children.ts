export interface KeyedChild {
  /** Identifies this child among the others. */
  key: string
  /** While this stays the same, its element stays as it is. */
  digest: string
  build(): HTMLElement
  /** Updates new and kept elements in place. */
  update?(element: HTMLElement): void
}

const shown = new WeakMap<Element, { key: string; digest: string }>()

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
  const wanted = children.map((child) => elementOf(child, before.get(child.key)))
  const keep = new Set<Element>(wanted)
  const gone = [...parent.children].filter((element) => !keep.has(element))
  for (const element of gone) element.remove()
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null)
  })
  children.forEach((child, index) => {
    const element = wanted[index]
    if (element !== undefined) child.update?.(element)
  })
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

function focusIn(parent: HTMLElement): string | undefined {
  const focused = document.activeElement
  return focused instanceof HTMLElement && parent.contains(focused) ? focused.dataset['at'] : undefined
}
