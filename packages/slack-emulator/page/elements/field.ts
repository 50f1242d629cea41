import type { Picked, ViewValues } from '../../src/workspace.ts'
import type { ElementAt } from '../api.ts'
import type { BlockElement } from '../block-element.ts'
import { askFirst } from '../confirm.ts'
import type { PageContext } from '../page-context.ts'
import { newId } from '../dom.ts'
import type { Surface } from '../surfaces.ts'

/** An element's place, and what joins it to its surface. */
export interface Field {
  /** `id`, accessible name and the like of the control itself. */
  attributes: Record<string, string | undefined>
  /** What the block around it calls it. */
  label?: string
  isInput: boolean
  /** Is the app told of every change? */
  dispatches: boolean
  /** What it holds: what was typed, else what the workspace remembers, else undefined. */
  value(): Picked | null | undefined
  /** Remembers what it holds now. */
  hold(picked: Picked | null): void
  /** Tells the app, if it is to know at once. */
  act(control: HTMLElement, picked: Picked): Promise<void>
  surface: Surface
  at: ElementAt
}

interface FieldOptions {
  element: BlockElement
  at: ElementAt
  surface: Surface
  /** What the workspace remembers. */
  values: ViewValues
  label?: string
  /** Set in input blocks. */
  input?: { dispatches: boolean; attributes: Record<string, string | undefined> }
}

export function createField({ element, at, surface, values, label, input }: FieldOptions, desk: PageContext): Field {
  return {
    attributes: { id: newId(), 'data-at': `${at.blockId} ${at.actionId}`, ...input?.attributes },
    ...(label !== undefined && { label }),
    isInput: input !== undefined,
    dispatches: input?.dispatches ?? true,
    value: () => {
      const draft = surface.draft(at)
      return draft === undefined ? values[at.blockId]?.[at.actionId] : draft
    },
    hold: (picked) => surface.setDraft(at, picked),
    act: async (control, picked) => {
      if (input !== undefined && !input.dispatches) return
      const ask = 'confirm' in element ? element.confirm : undefined
      if (ask !== undefined && !(await askFirst(ask, desk))) return
      const { place } = surface
      await desk.run(control, () => desk.api.act({ place, element: at, picked, state: surface.state() }))
    },
    surface,
    at,
  }
}
