export interface KeyedChild {
  /** Tells this child from the others. */
  key: string
  /** What it shows: while this stays the same, its element stays as it is. */
  digest: string
  build(): HTMLElement
  /** What changes in place, in new and in kept elements. */
  update?(element: HTMLElement): void
}

const shown = new WeakMap<Element, { key: string; digest: string }>()

/**
 * Makes the children of `parent` those. Kept ones are not touched, so focus, open menus and what is typed survive;
 * if one that holds the focus is replaced, the element at the same place (`data-at`) gets it.
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
