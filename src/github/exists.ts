import type { CodeHost } from '../control/code-host.ts'
import type { Github } from './client.ts'
import { unlessMissing, isGithubError } from './errors.ts'
import { pathOf } from './repository.ts'

/** Moved and renamed repositories are followed; a renamed branch is not there under its old name, as for git. */
export function createExists(github: () => Promise<Github>): CodeHost['exists'] {
  return async (repository, branch) => {
    const path = pathOf(repository)
    if (path === undefined) return 'no-repository'
    const { quick } = await github()
    // Not the call for branches, which follows their renames.
    const ref = quick.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...path, ref: `heads/${branch}` })
    if ((await unlessMissing(unlessEmpty(ref))) !== undefined) return 'yes'
    const found = await unlessMissing(quick.request('GET /repos/{owner}/{repo}', path))
    return found === undefined ? 'no-repository' : 'no-branch'
  }
}

/** GitHub answers 409 for refs of a repository without commits. */
async function unlessEmpty<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isGithubError(error) && error.status === 409) return undefined
    throw error
  }
}
