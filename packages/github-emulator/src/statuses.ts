import * as z from 'zod'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer } from './answer.ts'
import { openStored } from './json-file.ts'

const statusSchema = z.object({
  /** `owner/name` */
  repository: z.string(),
  /** In full. */
  commit: z.string(),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  /** A later status of the same context replaces it. */
  context: z.string(),
  description: z.string().max(140),
  url: z.string(),
})

export type CommitStatus = z.infer<typeof statusSchema>

/** Older ones are dropped. */
const MAX_STATUSES = 1000

/** Commit statuses, kept in a file: the last of each context. */
export interface Statuses {
  all(): readonly CommitStatus[]
  put(status: CommitStatus): Promise<void>
}

export async function openStatuses(path: string): Promise<Statuses> {
  const { value, update } = await openStored(path, z.array(statusSchema), [])
  return {
    all: value,
    put: (status) =>
      update((all) => {
        const others = all.filter((other) => !isSamePlace(other, status))
        return [...others, statusSchema.parse(status)].slice(-MAX_STATUSES)
      }),
  }
}

function isSamePlace(one: CommitStatus, other: CommitStatus): boolean {
  return one.repository === other.repository && one.commit === other.commit && one.context === other.context
}

/** As in GitHub's API, below the address of git. */
const PATH = /^\/([^/]+\/[^/]+)\/commits\/([0-9a-f]{7,64})\/statuses$/

/**
 * Serves the statuses of a commit: `GET …/OWNER/NAME/commits/COMMIT/statuses`, as a list in JSON.
 * @param prefix path under which everything is served, without a slash at its end
 * @returns false for other requests
 */
export function createServeStatuses(prefix: string, statuses: Pick<Statuses, 'all'>) {
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const path = req.url?.startsWith(`${prefix}/`) === true ? req.url.slice(prefix.length) : ''
    const [, repository, commit] = PATH.exec(path) ?? []
    if (repository === undefined || commit === undefined) return false
    req.resume()
    if (req.method !== 'GET') {
      answer(res, 405, 'Only GET.', { allow: 'GET' })
      return true
    }
    const shown = statuses.all().filter((status) => status.repository === repository && status.commit === commit)
    res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    res.end(`${JSON.stringify(shown)}\n`)
    return true
  }
}
