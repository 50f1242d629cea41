import type { ViewValues } from '../src/workspace.ts'
import type { Surface } from './surfaces.ts'

/** What a block is shown with. */
export interface BlockSetting {
  surface: Surface
  /** What the workspace remembers of the surface's elements. */
  values?: ViewValues
  /** By block_id. */
  errors?: Record<string, string>
  /** A new one draws all dates again. */
  day: string
}
