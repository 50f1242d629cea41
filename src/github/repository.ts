import { isRepositoryName } from '../site/source-names.ts'

/** A type and no interface, as Octokit's parameters have to be. */
export type RepositoryPath = {
  owner: string
  repo: string
}

/** `owner/name` as the two parameters of GitHub's paths; undefined for what can be no repository, and no path. */
export function pathOf(repository: string): RepositoryPath | undefined {
  const [owner = '', repo = ''] = repository.split('/')
  return isRepositoryName(repository) ? { owner, repo } : undefined
}
