import type { Commit } from './commits.ts'
import type { BranchUpdate } from './ref-update.ts'

export interface RepositoryInfo {
  /** `owner/name` */
  name: string
  cloneUrl: string
  defaultBranch: string
}

export interface Push {
  update: BranchUpdate
  /** The branch left commits behind. */
  isForced: boolean
  /** Absent when the branch was deleted. */
  head?: Commit | undefined
  /** New ones, the oldest first. */
  commits: Commit[]
}

/** What GitHub sends on a push, as far as receivers can use it here ("Webhook events and payloads", push). */
export function pushPayload(repository: RepositoryInfo, { update, isForced, head, commits }: Push) {
  const none = '0'.repeat((update.before ?? update.after ?? '').length)
  return {
    ref: update.ref,
    before: update.before ?? none,
    after: update.after ?? none,
    created: update.before === undefined,
    deleted: update.after === undefined,
    forced: isForced,
    base_ref: null,
    repository: repositoryPayload(repository),
    // Pushes ask for no credentials, so nobody knows.
    pusher: { name: 'anonymous' },
    head_commit: head === undefined ? null : commitPayload(head),
    commits: commits.map(commitPayload),
  }
}

export function pingPayload(repository: RepositoryInfo, hook: { id: string; url: string }) {
  return {
    zen: 'One after another.',
    hook_id: hook.id,
    hook: { type: 'Repository', id: hook.id, active: true, events: ['push'], config: { url: hook.url } },
    repository: repositoryPayload(repository),
  }
}

function repositoryPayload({ name: fullName, cloneUrl, defaultBranch }: RepositoryInfo) {
  const [owner = '', name = ''] = fullName.split('/')
  return { name, full_name: fullName, owner: { login: owner }, clone_url: cloneUrl, default_branch: defaultBranch }
}

function commitPayload({ id, treeId, message, timestamp, author, committer }: Commit) {
  return { id, tree_id: treeId, message, timestamp, author, committer }
}
