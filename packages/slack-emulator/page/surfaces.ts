import type { Picked, Place, ViewValues } from '../src/workspace.ts'
import type { ElementAt } from './api.ts'

/** Something with blocks, and what was typed or picked in them since it came up. */
export interface Surface {
  place: Place
  /** undefined: not touched. */
  draft(at: ElementAt): Picked | null | undefined
  setDraft(at: ElementAt, picked: Picked | null): void
  /** Forgets what is typed in elements that are gone. */
  keep(isThere: (at: ElementAt, picked: Picked | null) => boolean): void
  /** All drafts, to be sent along. */
  state(): ViewValues
}

export interface Surfaces {
  at(place: Place): Surface
}

export function createSurfaces(): Surfaces {
  const known = new Map<string, Surface>()
  return {
    at: (place) => {
      const key = JSON.stringify(place)
      const surface = known.get(key) ?? createSurface(place)
      known.set(key, surface)
      return surface
    },
  }
}

export function createSurface(place: Place): Surface {
  let values: ViewValues = {}
  const set = ({ blockId, actionId }: ElementAt, picked: Picked | null) => {
    values = { ...values, [blockId]: { ...values[blockId], [actionId]: picked } }
  }
  return {
    place,
    draft: ({ blockId, actionId }) => values[blockId]?.[actionId],
    setDraft: set,
    keep: (isThere) => {
      const before = values
      values = {}
      for (const [blockId, inner] of Object.entries(before)) {
        for (const [actionId, picked] of Object.entries(inner)) {
          if (isThere({ blockId, actionId }, picked)) set({ blockId, actionId }, picked)
        }
      }
    },
    state: () => values,
  }
}
