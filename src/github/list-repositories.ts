import type { Octokit } from '@octokit/rest'
import { takePages } from './pages.ts'
import type { Load } from './listings.ts'

export interface ListedRepository {
  /** `owner/name` */
  name: string
  /** As GitHub writes moments, which sort as text; '' for one that nothing was pushed to. */
  pushedAt: string
}

export interface RepositoriesOf {
  org: string
  /** An App sees what it is installed for; a token, what its owner sees of the organization. */
  isApp: boolean
}

/** The repositories that sites can be made of. Archived ones take no deploy keys, so they are left out. */
export function loadRepositories(octokit: Octokit, { org, isApp }: RepositoriesOf): Load<ListedRepository> {
  return (add) => {
    const take = (page: readonly GithubRepository[]) => add(page.filter(isUsable).map(listed))
    return isApp
      ? takePages(
          (page) => octokit.request('GET /installation/repositories', page),
          ({ repositories }) => take(repositories),
        )
      : takePages((page) => octokit.request('GET /orgs/{org}/repos', { org, ...page }), take)
  }
}

interface GithubRepository {
  full_name: string
  archived?: boolean
  disabled?: boolean
  pushed_at?: string | null
}

function isUsable({ archived, disabled }: GithubRepository): boolean {
  return archived !== true && disabled !== true
}

function listed({ full_name: name, pushed_at: pushedAt }: GithubRepository): ListedRepository {
  return { name, pushedAt: pushedAt ?? '' }
}
