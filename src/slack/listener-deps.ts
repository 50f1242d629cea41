import type { SlackDeps } from './deps.ts'
import type { People } from './people.ts'

/** What every listener gets. */
export interface ListenerDeps extends SlackDeps {
  people: People
}
