import type { PullRequestEvent } from '../site/pull-request.ts'
import type { UserError } from '../site/user-error.ts'
import type { CodeHost } from './ports.ts'
import type { Wording } from './wording.ts'

export interface RejectionDeps {
  comment: CodeHost['comment']
  wording: Pick<Wording, 'pullRequestRefusal'>
}

/** Says on the pull request why it does not get what the news ask for. */
export async function rejectPullRequest(
  { repository, number }: PullRequestEvent,
  why: UserError,
  { comment, wording }: RejectionDeps,
): Promise<'refused'> {
  await comment(repository, number, wording.pullRequestRefusal(why))
  return 'refused'
}
