import type { Octokit } from '@octokit/rest'
import { PermanentError } from '../site/errors.ts'
import { unlessMissing } from './errors.ts'
import { pathOf, type RepositoryPath } from './repository.ts'

/**
 * Under the name that it has now, since a moved repository is not written to under its old one. PermanentError
 * `repository-missing`, or `repository-archived` for one that takes no changes.
 */
export async function findRepository(
  octokit: Octokit,
  repository: string,
): Promise<{ name: string; path: RepositoryPath; cloneUrl: string }> {
  const named = pathOf(repository)
  const answer = named && (await unlessMissing(octokit.request('GET /repos/{owner}/{repo}', named)))
  if (answer === undefined) throw new PermanentError('repository-missing')
  const { full_name: name, archived, ssh_url: cloneUrl } = answer.data
  if (archived) throw new PermanentError('repository-archived')
  const path = pathOf(name)
  if (path === undefined) throw new PermanentError('repository-missing')
  return { name, path, cloneUrl }
}
