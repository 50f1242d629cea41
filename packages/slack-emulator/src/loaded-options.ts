import type { PlainTextOption } from '@slack/types'
import type { FindLoadedOption } from './values.ts'

/**
 * Options that external selects have loaded. They can be picked as long as the view or message is there,
 * even when a later query no longer returns them.
 */
export interface LoadedOptions {
  /** @param surface id of the view, or a key of message and person */
  add(surface: string, at: { blockId: string; actionId: string }, options: PlainTextOption[]): void
  finder(surface: string): FindLoadedOption
}

export function createLoadedOptions(): LoadedOptions {
  const shown = new Map<string, Map<string, PlainTextOption>>()
  const keyOf = (surface: string, at: { blockId: string; actionId: string }) =>
    JSON.stringify([surface, at.blockId, at.actionId])
  return {
    add: (surface, at, options) => {
      const known = shown.get(keyOf(surface, at)) ?? new Map<string, PlainTextOption>()
      for (const option of options) known.set(option.value ?? '', option)
      shown.set(keyOf(surface, at), known)
    },
    finder: (surface) => (at, value) => shown.get(keyOf(surface, at))?.get(value),
  }
}
