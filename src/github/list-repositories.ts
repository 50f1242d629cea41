import type { Octokit } from '@octokit/rest'
import { takePages } from './pages.ts'
import type { Load } from './listings.ts'

export interface ListedRepository {
  /** `owner/name` */
  name: string
  /** As GitHub writes moments, which sort as text; '' for one that nothing was pushed to. */
  pushedAt: string
  /** Sites can be made of it. Archived ones take no deploy keys, nor does any from somebody who is no admin of it. */
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
  /** Of the token's owner; an App has none of them. */
  permissions?: { admin?: boolean }
}

function listed(repository: GithubRepository, isApp: boolean): ListedRepository {
  const { full_name: name, pushed_at: pushedAt, archived, disabled, permissions } = repository
  const isOurs = isApp || permissions?.admin !== false
  return { name, pushedAt: pushedAt ?? '', isUsable: isOurs && archived !== true && disabled !== true }
}
