import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer } from '../answer.ts'
import type { Statuses } from './statuses.ts'

/** As GitHub's API has it, below the address of git. */
const PATH = /^\/([^/]+\/[^/]+)\/commits\/([0-9a-f]{7,64})\/statuses$/

/**
 * Tells what is shown beside a commit: `GET …/OWNER/NAME/commits/COMMIT/statuses`, as a list in JSON.
 * @param prefix path under which the code host is served, without a slash at its end
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
