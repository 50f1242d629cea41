import type { Git } from './git.ts'

/** A branch that a push created, moved or deleted. */
export interface BranchUpdate {
  /** `refs/heads/…` */
  ref: string
  /** Commit before; undefined: the branch was created. */
  before?: string
  /** Commit after; undefined: the branch was deleted. */
  after?: string
}

const LINE = /^(?<before>[0-9a-f]{40,64}) (?<after>[0-9a-f]{40,64}) (?<ref>refs\/heads\/.+)$/

/** Parses the input of a post-receive hook (githooks(5)), without tags and other refs. */
export function readUpdates(text: string): BranchUpdate[] {
  return text.split('\n').flatMap((line) => {
    const { ref, before, after } = LINE.exec(line)?.groups ?? {}
    if (ref === undefined) return []
    return [{ ref, ...(isCommit(before) && { before }), ...(isCommit(after) && { after }) }]
  })
}

/** git writes "no commit" as zeros. */
function isCommit(id: string | undefined): id is string {
  return id !== undefined && !/^0+$/.test(id)
}

/** Reads the commits of a push. */
export async function readPush(git: Git, directory: string, update: BranchUpdate): Promise<Push> {
  const { ref, before, after } = update
  if (after === undefined) return { update, isForced: false, commits: [] }
  const [head] = await readCommits(git, directory, [after], 1)
  if (before === undefined) {
    const branch = ref.replace('refs/heads/', '')
    const range = [after, '--not', `--exclude=${branch}`, '--branches']
    return { update, isForced: false, head, commits: await readCommits(git, directory, range, MAX_COMMITS) }
  }
  const left = await git.run(directory, ['rev-list', '--max-count=1', `${after}..${before}`, '--'])
  const commits = await readCommits(git, directory, [`${before}..${after}`], MAX_COMMITS)
  return { update, isForced: left !== '', head, commits }
}

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

/** GitHub's payload for a push, with the parts that receivers use here ("Webhook events and payloads", push). */
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
    // Pushes aren't authenticated.
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

interface Signature {
  name: string
  email: string
}

export interface Commit {
  id: string
  treeId: string
  message: string
  /** When it was committed, ISO 8601 with the committer's own offset. */
  timestamp: string
  author: Signature
  committer: Signature
}

/** GitHub's limit ("Webhook events and payloads", push). */
export const MAX_COMMITS = 2048

const FORMAT = ['%H', '%T', '%cI', '%an', '%ae', '%cn', '%ce', '%B'].join('%x00')
const FIELDS = 8

/**
 * The commits of a range, the oldest first; when there are more than `limit`, the newest of them.
 * @param range arguments of git-log(1); no text from outside
 */
export async function readCommits(git: Git, directory: string, range: string[], limit: number): Promise<Commit[]> {
  const options = ['-z', '--reverse', `--max-count=${limit}`, `--format=tformat:${FORMAT}`]
  const text = await git.run(directory, ['log', ...options, ...range, '--'])
  const fields = text.split('\0')
  return Array.from({ length: Math.floor(fields.length / FIELDS) }, (_, index) =>
    readCommit(fields.slice(index * FIELDS, (index + 1) * FIELDS)),
  )
}

function readCommit(fields: string[]): Commit {
  const [id = '', treeId = '', timestamp = '', name = '', email = '', by = '', byEmail = '', message = ''] = fields
  return {
    id,
    treeId,
    message: message.trimEnd(),
    timestamp,
    author: { name, email },
    committer: { name: by, email: byEmail },
  }
}
