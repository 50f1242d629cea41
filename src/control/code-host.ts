import type { CommitOutcome } from '../site/commit-outcome.ts'
import type { RepositoryFiles } from '../site/stack.ts'
import type { Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import type { UserError } from '../site/user-error.ts'

export interface Member {
  /** Login at the code host. */
  login: string
  /** Linux user name on the machine. */
  user: string
  publicKeys: string[]
}

/** What a machine clones with, new with each `grant`. Only the machine keeps the key. */
export interface RepositoryAccess {
  /** `owner/name` as the repository is called now: it may have been renamed or moved. */
  repository: string
  cloneUrl: string
  /** Private half in OpenSSH's format; absent when cloning needs none. */
  deployKey?: string
  deployKeyId?: string
  /** Machines clone with tokens, and pushes are told without a webhook of the site: nothing was created for it. */
  byApp?: true
}

/** Where pushes are told, and what they're signed with. */
export interface PushHook {
  /** Of all sites of that name. */
  url: string
  secret: string
}

/** As GitHub shows it beside a commit. */
export interface CommitStatus {
  /** In full. */
  commit: string
  state: 'pending' | 'success' | 'failure' | 'error'
  /** A later status of the same context replaces it. */
  context: string
  /** For people: one line of up to 140 characters, all in Unicode's first plane. */
  description: string
  /** What the description links to. */
  url: string
}

export interface CodeHost {
  /** Up to 100 repositories whose name contains `query`, best first. All calls throw a LimitError when throttled. */
  repositories(query: string): Promise<string[]>
  /** Up to 100 of its branches that contain `query`, the default branch first. [] for an unknown repository. */
  branches(repository: string, query: string): Promise<string[]>
  /** Up to 100 slugs of teams that contain `query`. */
  teams(query: string): Promise<string[]>
  exists(repository: string, branch: string): Promise<'yes' | 'no-repository' | 'no-branch'>
  /** Can that person read it, by whatever way? `false` also where there is no such repository or person. */
  canRead(repository: string, login: string): Promise<boolean>
  /**
   * The branch's newest commit, in full; undefined when there is no such branch or repository.
   * @param known the commit that it probably is: if so, the call costs next to nothing
   */
  branchHead(repository: string, branch: string, known?: string): Promise<string | undefined>
  /**
   * What `detectStack` reads of that directory of the branch ('' for its top): all paths, and the contents of a few files. undefined when
   * there is no such repository, branch or directory, or when it has more entries than one call lists.
   */
  files(repository: string, branch: string, directory: string): Promise<RepositoryFiles | undefined>
  /**
   * Members of the team who can read the repository; [] for an unknown team.
   * @param since an answer of the last minute does, unless it's older than this; otherwise the code host is asked
   */
  members(repository: string, team: string, since?: Instant): Promise<Member[]>
  /** Is there (still) a team with that slug? */
  hasTeam(team: string): Promise<boolean>
  /**
   * Adds a deploy key for the site, and removes those that it had at that repository before (a site never changes its repository). Or does
   * nothing, for a site that gets by with the App (`byApp`).
   * PermanentError with one of these reasons when the code host refuses: `repository-missing`, `repository-forbidden`,
   * `repository-archived`, `deploy-keys-disabled`, `code-host-denied`, `code-host-not-installed`.
   */
  grant(site: { id: string; name: string }, repository: string, hook: PushHook): Promise<RepositoryAccess>
  /**
   * Makes the site's push webhook, or brings it up to date, and removes others that it or an earlier site of that name had. PermanentError
   * as of `grant`, without `deploy-keys-disabled`, or `webhooks-full`.
   * @returns its id
   */
  putWebhook(site: { id: string; name: string }, repository: string, hook: PushHook): Promise<string>
  /**
   * Removes both. Succeeds when they, the repository or the permission are gone. PermanentError `repository-archived` when they stay,
   * since an archived repository can't be changed.
   */
  revoke(site: { id: string }, repository: string): Promise<void>
  /**
   * Sites with a key or webhook at one of `repositories`, for the sweep. May include other repositories: a code host that needs a call
   * for each one takes turns among those, each turn long enough for two sweeps.
   */
  listAccess(repositories: readonly string[]): Promise<{ siteId: string; repository: string }[]>
  /**
   * Shows it beside the commit. Succeeds when there is no such commit, or it takes no more statuses: nobody would see it.
   * PermanentError `repository-missing`, `repository-forbidden`, `repository-archived`, `code-host-denied` or
   * `code-host-not-installed` when the code host refuses.
   */
  setStatus(repository: string, status: CommitStatus): Promise<void>
  /**
   * Writes our one comment on that pull request: edits it, or adds it when it isn't there.
   * @param body Markdown
   * @param known the id that an earlier call returned
   * @returns the comment's id. PermanentErrors as of `setStatus`; `repository-forbidden` also when there is no such pull request
   */
  comment(repository: string, pullRequest: number, body: string, known?: string): Promise<string>
}

/** What pokopoko writes on GitHub, in the deployment's language. Implemented by the views. */
export interface Wording {
  commitStatus(site: Site, outcome: CommitOutcome): Pick<CommitStatus, 'description' | 'url'>
  /** Markdown. */
  pullRequestComment(site: Site): string
  /** Why a pull request gets no site; Markdown. */
  pullRequestRejection(why: UserError): string
}

/** The most that one answer of the port holds. */
export const MAX_RESULTS = 100

/** Names that contain the query, in any case; those that begin with it come first, otherwise the order stays. */
export function matching(names: readonly string[], query: string): string[] {
  const wanted = query.toLowerCase()
  const found = names.filter((name) => name.toLowerCase().includes(wanted))
  const begins = (name: string) => name.split('/').some((part) => part.toLowerCase().startsWith(wanted))
  return [...found.filter(begins), ...found.filter((name) => !begins(name))].slice(0, MAX_RESULTS)
}
