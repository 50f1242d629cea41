import * as z from 'zod'
import type { CodeHost } from '../control/code-host.ts'
import type { Github } from './client.ts'
import { isGithubError } from './errors.ts'
import { pathOf } from './repository.ts'

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Not modified; and no such repository, no commit in it, or no such branch ("Get a commit"). */
const SAME = 304
const NONE: ReadonlySet<number> = new Set([404, 409, 422])

/**
 * In the form `sha` the answer's ETag is the commit itself ("Get a commit"), so none has to be remembered, and a 304 counts towards no
 * limit. All other ETags of GitHub's are good for one token only, and an installation has another each hour.
 */
export function createBranchHead(github: () => Promise<Github>): CodeHost['branchHead'] {
  return async (repository, branch, known) => {
    const path = pathOf(repository)
    if (path === undefined) return undefined
    const { patient } = await github()
    const isCommit = known !== undefined && COMMIT.test(known)
    const headers = { accept: 'application/vnd.github.sha', ...(isCommit && { 'if-none-match': `"${known}"` }) }
    // In full, or a tag of the same name would do, too.
    const wanted = { ...path, ref: `heads/${branch}`, headers }
    try {
      const { data } = await patient.request('GET /repos/{owner}/{repo}/commits/{ref}', wanted)
      // Octokit's types know nothing of that form.
      return z.string().parse(data).trim()
    } catch (error) {
      const status = isGithubError(error) ? error.status : undefined
      if (status === SAME) return known
      if (status !== undefined && NONE.has(status)) return undefined
      throw error
    }
  }
}
