import type { Picked, ViewValues } from '../../src/workspace.ts'
import type { ElementAt } from '../api.ts'
import type { BlockElement } from '../../src/block-kit/elements-of.ts'
import { initialOf } from '../../src/values.ts'
import { askFirst } from '../confirm.ts'
import type { PageContext } from '../page-context.ts'
import { newId } from '../dom.ts'
import type { Surface } from '../surfaces.ts'

/** A block element on the page, and its surface. */
export interface Field {
  /** Attributes of the control: `id`, accessible name and so on. */
  attributes: Record<string, string | undefined>
  /** The label that its block gives it. */
  label?: string
  isInput: boolean
  /** Whether the app gets every change. */
  dispatches: boolean
  /** What was typed or picked here, or what the workspace has, or the initial value. */
  value(): Picked | null | undefined
  /** Stores the value. */
  hold(picked: Picked | null): void
  /** Sends the value to the app, if it gets every change. */
  act(control: HTMLElement, picked: Picked): Promise<void>
  surface: Surface
  at: ElementAt
}

interface FieldOptions {
  element: BlockElement
  at: ElementAt
  surface: Surface
  /** The surface's values that the workspace has. */
  values: ViewValues
  label?: string
  /** Set in input blocks. */
  input?: { dispatches: boolean; attributes: Record<string, string | undefined> }
}

/** Finds an element's control again after it was drawn anew. */
export function dataAt({ blockId, actionId }: ElementAt): string {
  return `${blockId} ${actionId}`
}

export function createField({ element, at, surface, values, label, input }: FieldOptions, context: PageContext): Field {
  return {
    attributes: { id: newId(), 'data-at': dataAt(at), ...input?.attributes },
    ...(label !== undefined && { label }),
    isInput: input !== undefined,
    dispatches: input?.dispatches ?? true,
    value: () => {
      const given = surface.value(at)
      const known = given === undefined ? values[at.blockId]?.[at.actionId] : given
      return known === undefined ? initialOf(element) : known
    },
    hold: (picked) => surface.setValue(at, picked),
    act: async (control, picked) => {
      if (input !== undefined && !input.dispatches) return
      const ask = 'confirm' in element ? element.confirm : undefined
      if (ask !== undefined && !(await askFirst(ask, context))) return
      const { container } = surface
      await context.run(control, () => context.api.act({ container, element: at, picked, state: surface.values() }))
    },
    surface,
    at,
  }
}
