import type { ViewContext } from '../../views/view-context.ts'
import type { DeadLetterKind } from '../aws/names.ts'
import type { Chat, Clock, SiteStore } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { SweepReport } from '../control/sweep/sweep.ts'
import type { Log } from '../log.ts'
import type { Policy } from '../site/policy.ts'
import type { Catalogue } from '../site/order.ts'
import type { Instant } from '../site/time.ts'

/** What can be chosen from now: of the code host, of the platform, and of the people in Slack. */
export interface Offers {
  /** What somebody is in the Slack workspace. */
  membershipOf: Chat['membershipOf']
  codeHost: Pick<CodeHost, 'exists' | 'branches'>
  catalogue(): Promise<Catalogue>
}

/** Something that was given up, and what became of it. */
export interface ReplayedLetter {
  queue: DeadLetterKind
  /** When it was given up. */
  sentAt: Instant
  /** What was to be looked at, such as `site plum`; left out when it cannot be told. */
  about?: string
  /** `waiting`: in a dry run. `unknown`: nobody can tell what is to be done. */
  outcome: 'waiting' | 'replayed' | 'failed' | 'unknown'
  /** Why it failed. */
  reason?: string
}

/** Has the functions do again what they gave up; a dry run tells what that is. */
export type Replay = (options: { dryRun: boolean }) => Promise<ReplayedLetter[]>

export interface TerminalDeps {
  store: SiteStore
  clock: Clock
  policy: Policy
  log: Log
  /** Where sites are found. */
  addresses: Pick<ViewContext, 'siteUrl' | 'siteHost'>
  /** Asked for when a site is made, or gets another owner; left out, as is `dryRun`, where there is nothing but the table. */
  offers?: () => Promise<Offers>
  /** What a sweep would do. */
  dryRun?: () => Promise<Omit<SweepReport, 'errors'>>
  /** Of a stack on AWS alone: only there is anything given up. */
  replay?: Replay
}
