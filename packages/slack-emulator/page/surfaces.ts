import type { KnownBlock } from '@slack/types'
import { keptValues } from '../src/values.ts'
import type { Container, Picked, ViewValues } from '../src/workspace.ts'
import type { ElementAt } from './api.ts'

/** Something with blocks, and what was typed or picked in them. */
export interface Surface {
  container: Container
  /** undefined when nobody has changed it. */
  value(at: ElementAt): Picked | null | undefined
  setValue(at: ElementAt, picked: Picked | null): void
  /** Drops the values of elements that these blocks no longer have. */
  retain(blocks: KnownBlock[]): void
  /** All values, to send with an action. */
  values(): ViewValues
}

/** What a block is shown with. */
export interface BlockProps {
  surface: Surface
  /** The surface's values that the workspace has. */
  values?: ViewValues
  /** By block_id. */
  errors?: Record<string, string>
  /** A new day redraws all dates. */
  day: string
}

export interface Surfaces {
  at(container: Container): Surface
}

export function createSurfaces(): Surfaces {
  const known = new Map<string, Surface>()
  return {
    at: (container) => {
      const key = JSON.stringify(container)
      const surface = known.get(key) ?? createSurface(container)
      known.set(key, surface)
      return surface
    },
  }
}

export function createSurface(container: Container): Surface {
  let values: ViewValues = {}
  return {
    container,
    value: ({ blockId, actionId }) => values[blockId]?.[actionId],
    setValue: ({ blockId, actionId }, picked) => {
      values = { ...values, [blockId]: { ...values[blockId], [actionId]: picked } }
    },
    retain: (blocks) => {
      // Only the workspace knows which options an external select has loaded.
      values = keptValues(values, blocks, (_at, value) => ({ text: { type: 'plain_text', text: value }, value }))
    },
    values: () => values,
  }
}
