import type { Octokit } from '@octokit/rest'
import { takePages } from './pages.ts'
import type { Load } from './list-cache.ts'

export interface ListedRepository {
  /** `owner/name` */
  name: string
  /** As GitHub writes timestamps, which sort as text; '' without a push. */
  pushedAt: string
  /** It can have sites. Archived ones accept no deploy keys, and others only from their admins. */
  isUsable: boolean
}

export interface RepositoriesOf {
  org: string
  /** An App sees the repositories it's installed for; a token, those of the organization that its owner can see. */
  isApp: boolean
}

/** All repositories that we can see. */
export function loadRepositories(octokit: Octokit, { org, isApp }: RepositoriesOf): Load<ListedRepository> {
  return (add) => {
    const take = (page: readonly GithubRepository[]) => add(page.map((one) => listed(one, isApp)))
    return isApp
      ? takePages(
          (page) => octokit.request('GET /installation/repositories', page),
          ({ repositories }): readonly GithubRepository[] => repositories,
          take,
        )
      : takePages(
          (page) => octokit.request('GET /orgs/{org}/repos', { org, ...page }),
          (page): readonly GithubRepository[] => page,
          take,
        )
  }
}

interface GithubRepository {
  full_name: string
  archived?: boolean
  disabled?: boolean
  pushed_at?: string | null
  /** Of the token's owner; missing for an App. */
  permissions?: { admin?: boolean }
}

function listed(repository: GithubRepository, isApp: boolean): ListedRepository {
  const { full_name: name, pushed_at: pushedAt, archived, disabled, permissions } = repository
  const isOurs = isApp || permissions?.admin !== false
  return { name, pushedAt: pushedAt ?? '', isUsable: isOurs && archived !== true && disabled !== true }
}
