import type { Reader } from '../../views/reader.ts'
import type { Clock, CodeHost, SiteStore } from '../control/ports.ts'
import type { SweepReport } from '../control/sweep.ts'
import type { Policy } from '../site/policy.ts'
import type { Catalogue } from '../site/requests/create.ts'

/** What can be chosen from now. */
export interface Offers {
  codeHost: Pick<CodeHost, 'exists' | 'branches'>
  catalogue(): Promise<Catalogue>
}

export interface TerminalDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
  /** Where sites are found. */
  place: Pick<Reader, 'siteUrl' | 'siteHost'>
  /** Asked for when a site is made; left out, as is `dryRun`, where there is nothing but the table. */
  offers?: () => Promise<Offers>
  /** What a sweep would do. */
  dryRun?: () => Promise<Omit<SweepReport, 'errors'>>
}
