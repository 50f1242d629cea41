import type { AskForLogs } from '../control/log-request.ts'
import type { SiteAddresses } from '../../views/view-context.ts'
import type { Clock, EnvironmentAccess, SiteStore } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { Log, Report } from '../log.ts'
import type { Policy } from '../site/policy.ts'
import type { Catalogue } from '../site/order.ts'

/** What the Slack app uses: it writes records and reads lists, and leaves everything else to the reconciler. */
export interface SlackDeps {
  store: SiteStore
  codeHost: Pick<CodeHost, 'repositories' | 'branches' | 'teams' | 'hasTeam' | 'exists' | 'canRead' | 'files'>
  /** What people set for the programs of sites. */
  environments: EnvironmentAccess
  /** Has a machine's log read, and shown to who asked. */
  askForLogs: AskForLogs
  clock: Clock
  policy: Policy
  /** The images and sizes to choose from now. */
  catalogue(): Promise<Catalogue>
  addresses: SiteAddresses
  /** The workspace's: what everyone sees is in this language. */
  locale: string
  log: Log
  report: Report
}
