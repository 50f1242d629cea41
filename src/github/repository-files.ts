import type { CodeHost } from '../control/code-host.ts'
import { repositoryFiles, treeEntryOf } from '../control/repository-files.ts'
import { undefinedIf } from '../site/errors.ts'
import type { Github } from './client.ts'
import { isGithubError, isMissing } from './errors.ts'
import { pathOf } from './repositories.ts'

/** One call for the tree, and one for each file that is read. */
export function createFiles(github: () => Promise<Github>): CodeHost['files'] {
  return async (repository, branch, directory) => {
    const path = pathOf(repository)
    if (path === undefined) return undefined
    const { quick } = await github()
    const wanted = { ...path, tree_sha: branch, recursive: '1' }
    // 409: a repository without commits.
    const found = await undefinedIf(
      (error) => isMissing(error) || isGithubError(error, 409),
      quick.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', wanted),
    )
    // Longer than 100,000 entries or 7 MB ("Get a tree"): what is missing could be what matters.
    if (found === undefined || found.data.truncated) return undefined
    return repositoryFiles(found.data.tree.map(treeEntryOf), directory, async (id) => {
      const { data } = await quick.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { ...path, file_sha: id })
      return Buffer.from(data.content, 'base64').toString()
    })
  }
}
