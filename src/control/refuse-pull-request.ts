import type { PullRequestNews } from '../site/pull-request.ts'
import type { UserError } from '../site/user-error.ts'
import type { CodeHost } from './ports.ts'
import type { Wording } from './wording.ts'

export interface RefusalDeps {
  comment: CodeHost['comment']
  wording: Pick<Wording, 'pullRequestRefusal'>
}

/** Says on the pull request why it does not get what the news ask for. */
export async function refusePullRequest(
  { repository, number }: PullRequestNews,
  why: UserError,
  { comment, wording }: RefusalDeps,
): Promise<'refused'> {
  await comment(repository, number, wording.pullRequestRefusal(why))
  return 'refused'
}
