import type { CommitOutcome } from '../site/commit-outcome.ts'
import type { Site } from '../site/site.ts'
import type { UserError } from '../site/user-error.ts'
import type { CommitStatus } from './ports.ts'

/** What is said at the code host, in the language of the house. The views have the words. */
export interface Wording {
  commitStatus(site: Site, outcome: CommitOutcome): Pick<CommitStatus, 'description' | 'url'>
  /** On a pull request, how its site stands; Markdown. */
  pullRequestComment(site: Site): string
  /** Why it gets none. */
  pullRequestRefusal(why: UserError): string
}
