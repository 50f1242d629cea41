import type { CodeHost } from '../control/code-host.ts'
import type { Github } from './client.ts'
import { forbiddenIfMissing, isGithubError } from './errors.ts'
import { findRepository } from './find-repository.ts'

export function createSetStatus(github: () => Promise<Github>): CodeHost['setStatus'] {
  return async (repository, { commit: sha, url: target_url, ...status }) => {
    const { patient } = await github()
    const { path } = await findRepository(patient, repository)
    try {
      const wanted = { ...path, sha, target_url, ...status }
      await forbiddenIfMissing(patient.request('POST /repos/{owner}/{repo}/statuses/{sha}', wanted))
    } catch (error) {
      if (!isRefusedByCommit(error)) throw error
    }
  }
}

/**
 * No such commit, or one with as many statuses of this context as GitHub takes, a thousand ("Create a commit status").
 * What is wrong with the status itself GitHub tells of by the field.
 */
function isRefusedByCommit(error: unknown): boolean {
  return isGithubError(error) && error.status === 422 && error.fields.length === 0
}
