import type { ViewContext } from '../../views/view-context.ts'
import type { DeadLetterKind } from '../aws/names.ts'
import type { Chat, Clock, EnvironmentAccess, SiteStore } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { ReadLogs } from '../control/read-logs.ts'
import type { Bake, BakeProgress } from '../control/images/bake.ts'
import type { SweepReport } from '../control/sweep/sweep.ts'
import type { Log } from '../log.ts'
import type { AuditEntry } from '../site/audit.ts'
import type { Policy } from '../site/policy.ts'
import type { Catalogue } from '../site/order.ts'
import type { Instant } from '../site/time.ts'

/** What people can choose from now: from the code host, the platform, and the people in Slack. */
export interface Offers {
  chat: Pick<Chat, 'membershipOf' | 'profileField'>
  codeHost: Pick<CodeHost, 'exists' | 'branches' | 'hasTeam' | 'canRead'>
  catalogue(): Promise<Catalogue>
}

/** A message of a dead-letter queue, and its outcome. */
export interface ReplayedLetter {
  queue: DeadLetterKind
  /** When its function failed for good. */
  sentAt: Instant
  /** What its function was for, such as `site plum`; left out if unknown. */
  about?: string
  /** `waiting`: in a dry run. `unknown`: nobody can tell what to repeat. */
  outcome: 'waiting' | 'replayed' | 'failed' | 'unknown'
  /** Why it failed. */
  reason?: string
}

/** Bakes an image of that label: until its next stage, or for some seconds. Goes on with `bake` where an earlier call left it. */
export type BakeImage = (label: string, who: { holder: string; bake?: Bake | undefined }) => Promise<BakeProgress>

/** Repeats the calls that failed; a dry run only lists them. */
export type Replay = (options: { dryRun: boolean }) => Promise<ReplayedLetter[]>

export interface TerminalDeps {
  store: SiteStore
  /** What was changed since that moment, oldest first. */
  auditTrail(since: Instant): Promise<AuditEntry[]>
  environments: EnvironmentAccess
  clock: Clock
  policy: Policy
  log: Log
  addresses: Pick<ViewContext, 'siteUrl' | 'siteHost'>
  /** Needed to create a site, change its owner, or ask what someone can read; without it and `dryRun`, there's only the table. */
  offers?: () => Promise<Offers>
  /** What a sweep would do. */
  dryRun?: () => Promise<Omit<SweepReport, 'errors'>>
  /** Needs machines that can be reached. */
  readLogs?: ReadLogs
  /** Only where machines can be made an image of. */
  bakeImage?: BakeImage
  /** Only for a stack on AWS: nothing else has dead-letter queues. */
  replay?: Replay
}
