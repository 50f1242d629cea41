import type { Octokit } from '@octokit/rest'
import { takePages } from './pages.ts'
import type { Load } from './listings.ts'

export interface ListedRepository {
  /** `owner/name` */
  name: string
  /** As GitHub writes moments, which sort as text; '' for one that nothing was pushed to. */
  pushedAt: string
  /** Sites can be made of it. Archived ones take no deploy keys. */
  isUsable: boolean
}

export interface RepositoriesOf {
  org: string
  /** An App sees what it is installed for; a token, what its owner sees of the organization. */
  isApp: boolean
}

/** All repositories that may be seen. */
export function loadRepositories(octokit: Octokit, { org, isApp }: RepositoriesOf): Load<ListedRepository> {
  return (add) => {
    const take = (page: readonly GithubRepository[]) => add(page.map(listed))
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

function listed({ full_name: name, pushed_at: pushedAt, archived, disabled }: GithubRepository): ListedRepository {
  return { name, pushedAt: pushedAt ?? '', isUsable: archived !== true && disabled !== true }
}
