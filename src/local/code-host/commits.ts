import type { Git } from './git.ts'

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
