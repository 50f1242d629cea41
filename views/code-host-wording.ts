import type { CommitOutcome } from '../src/site/commit-outcome.ts'
import { knownReason } from '../src/site/failure-reasons.ts'
import type { Site } from '../src/site/site.ts'
import type { UserError } from '../src/site/user-error.ts'
import { moreMemory, variableNames } from './failure.ts'
import { truncate } from './mrkdwn.ts'
import { pullRequestComment, pullRequestRejection } from './pull-request-comment.ts'
import type { ViewContext } from './view-context.ts'

/** GitHub's limit, in characters ("Create a commit status"). */
const MAX_DESCRIPTION = 140

/** What people read on GitHub, which has no mrkdwn. */
export function codeHostWording(viewContext: ViewContext) {
  return {
    commitStatus: (site: Site, outcome: CommitOutcome) => ({
      description: truncate(plainText(describe(site, outcome, viewContext)), MAX_DESCRIPTION),
      url: viewContext.siteUrl(site.name),
    }),
    pullRequestComment: (site: Site) => pullRequestComment(site, viewContext),
    pullRequestRejection: (why: UserError) => pullRequestRejection(why, viewContext),
  }
}

function describe({ spec }: Site, outcome: CommitOutcome, viewContext: ViewContext): string {
  const { texts } = viewContext
  const { repository, branch, size } = spec
  if (outcome.state !== 'failure') return texts.codeHost.status[outcome.state]
  return texts.reasons[knownReason(outcome.reason)]({
    repository,
    branch,
    variables: variableNames(outcome.variables, (name) => name),
    moreMemory: moreMemory(size, viewContext, (shown) => shown),
  })
}

/** One line of characters that GitHub's statuses take, which are those of four bytes in UTF-8 not; code is not marked there. */
function plainText(text: string): string {
  return text
    .replaceAll('`', '')
    .replace(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[\p{Cc}\u2028-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
}
