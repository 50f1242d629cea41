import type { SlackDeps } from './deps.ts'
import type { Readers } from './readers.ts'

/** What every listener gets. */
export interface ListenerDeps extends SlackDeps {
  readers: Readers
}
