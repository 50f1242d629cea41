import type { Reader } from '../../views/reader.ts'
import type { Clock, CodeHost, SiteStore } from '../control/ports.ts'
import type { Sweep } from '../control/sweep.ts'
import type { Policy } from '../site/policy.ts'
import type { Catalogue } from '../site/requests/create.ts'

/** What lies beyond the table. */
export interface Surroundings {
  codeHost: Pick<CodeHost, 'exists' | 'branches'>
  /** What can be chosen from now. */
  catalogue(): Promise<Catalogue>
  sweep: Sweep
}

export interface TerminalDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
  /** Where sites are found. */
  place: Pick<Reader, 'siteUrl' | 'siteHost'>
  /** Asked for when something needs them; left out where there is nothing but the table. */
  surroundings?: () => Promise<Surroundings>
}
