import type { CommitOutcome } from '../site/commit-outcome.ts'
import type { Site } from '../site/site.ts'
import type { UserError } from '../site/user-error.ts'

export interface Member {
  /** Login at the code host. */
  login: string
  /** Linux user name on the machine. */
  user: string
  publicKeys: string[]
}

/** What a site may use at the code host, made anew by each `grant`; the secrets are kept only on the machine. */
export interface RepositoryAccess {
  /** `owner/name` as the repository is called now: it may have been renamed or have moved. */
  repository: string
  cloneUrl: string
  webhookSecret: string
  /** Private half, OpenSSH format; absent where cloning needs none. */
  deployKey?: string
  deployKeyId?: string
  webhookId: string
}

/** What is shown beside a commit. */
export interface CommitStatus {
  /** In full. */
  commit: string
  state: 'pending' | 'success' | 'failure' | 'error'
  /** Whose status it is: a later one of the same context takes its place. */
  context: string
  /** For people: at most 140 characters, one line, none outside of Unicode's first plane. */
  description: string
  /** Where the description leads to. */
  url: string
}

export interface CodeHost {
  /** Repositories whose name contains `query`, at most 100, best first. LimitError, from all calls, where it is asked too much. */
  repositories(query: string): Promise<string[]>
  /** Branches of it that contain `query`, at most 100, the default branch first. [] for an unknown repository. */
  branches(repository: string, query: string): Promise<string[]>
  /** Slugs of teams that contain `query`, at most 100. */
  teams(query: string): Promise<string[]>
  exists(repository: string, branch: string): Promise<'yes' | 'no-repository' | 'no-branch'>
  /**
   * The newest commit of the branch, in full; undefined where there is no such branch or repository.
   * @param known the commit that it is thought to be: where it still is, the question is as good as free
   */
  branchHead(repository: string, branch: string, known?: string): Promise<string | undefined>
  /** Members of the team who may read the repository; [] for an unknown team. */
  members(repository: string, team: string): Promise<Member[]>
  /** Is there a team of that slug (any more)? */
  hasTeam(team: string): Promise<boolean>
  /**
   * Deploy key and push webhook of a site; those it had at that repository before are removed (a site never changes its
   * repository). PermanentError, with a reason from `failureReasons`, when the code host refuses for good:
   * `repository-missing`, `repository-forbidden`, `repository-archived`, `deploy-keys-disabled`, `webhooks-full`,
   * `code-host-denied`, `code-host-not-installed`.
   */
  grant(site: { id: string; name: string }, repository: string, hookUrl: string): Promise<RepositoryAccess>
  /**
   * Removes both; fine when they, the repository or the permission are gone. PermanentError `repository-archived` where they stay, since
   * nothing can be changed there.
   */
  revoke(site: { id: string }, repository: string): Promise<void>
  /**
   * Sites that hold a grant at one of `repositories`, for the sweep. May tell of other repositories, too: a code host that
   * has to ask for each one takes turns among those, each turn long enough for two sweeps.
   */
  listAccess(repositories: readonly string[]): Promise<{ siteId: string; repository: string }[]>
  /**
   * Shows it beside the commit. Fine when there is no such commit (any more), or it takes no more statuses: nobody would
   * see it. PermanentError `repository-missing`, `repository-forbidden`, `repository-archived`, `code-host-denied` or
   * `code-host-not-installed` when the code host refuses for good.
   */
  setStatus(repository: string, status: CommitStatus): Promise<void>
  /**
   * Says it on that pull request, in the one comment that is ours: edited where it is there, made where it is not (any more).
   * @param body Markdown
   * @param known id that an earlier call gave
   * @returns the comment's id. PermanentErrors as of `setStatus`; `repository-forbidden` also where there is no such pull request
   */
  comment(repository: string, pullRequest: number, body: string, known?: string): Promise<string>
}

/** What is said at the code host, in the language of the house. The views have the words. */
export interface Wording {
  commitStatus(site: Site, outcome: CommitOutcome): Pick<CommitStatus, 'description' | 'url'>
  /** On a pull request, how its site stands; Markdown. */
  pullRequestComment(site: Site): string
  /** Why it gets none. */
  pullRequestRejection(why: UserError): string
}

/** What the port allows in one answer. */
export const MAX_RESULTS = 100

/** Those that contain the query, whatever their case; beginnings come first, else the order stays. */
export function matching(names: readonly string[], query: string): string[] {
  const wanted = query.toLowerCase()
  const found = names.filter((name) => name.toLowerCase().includes(wanted))
  const begins = (name: string) => name.split('/').some((part) => part.toLowerCase().startsWith(wanted))
  return [...found.filter(begins), ...found.filter((name) => !begins(name))].slice(0, MAX_RESULTS)
}
