import { githubLoginIn } from '../site/github-login.ts'
import type { Policy } from '../site/policy.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { UserError } from '../site/user-error.ts'
import type { CodeHost } from './code-host.ts'
import type { Chat } from './ports.ts'

/**
 * UserError unless they can read the repository on the code host, where the policy asks for that: `by`, who asks, or the `owner` whom
 * they ask for. Only people in Slack are asked about: everyone else acts for the platform.
 */
export type ExpectReader = (who: { by: string; owner?: string | undefined }, repository: string) => Promise<void>

export interface ReaderDeps {
  policy: Pick<Policy, 'creatorsNeedAccess'>
  profileField: Chat['profileField']
  canRead: CodeHost['canRead']
}

/** Nobody passes whom the ports say nothing about: their errors are passed on. */
export function createExpectReader({ policy, profileField, canRead }: ReaderDeps): ExpectReader {
  const { creatorsNeedAccess: field } = policy
  return async ({ by, owner = by }, repository) => {
    if (field === undefined || !isSlackUser(owner)) return
    const whose = owner === by ? {} : { owner }
    const text = await profileField(owner, field)
    if (text.trim() === '') throw new UserError('github-login-missing', whose)
    const login = githubLoginIn(text)
    if (login === undefined) throw new UserError('github-login-invalid', whose)
    if (!(await canRead(repository, login))) throw new UserError('repository-unreadable', { repository, login })
  }
}
