import { type CodeHost, matching, MAX_RESULTS } from '../control/code-host.ts'
import { isBranchName } from '../site/source.ts'
import type { Github } from './client.ts'
import { unlessMissing } from './errors.ts'
import { type ListedRepository, loadRepositories, type RepositoriesOf } from './list-repositories.ts'
import { createListCache, type ListCacheDeps } from './list-cache.ts'
import { takePages } from './pages.ts'
import { pathOf, type RepositoryPath } from './repositories.ts'

interface TypeAheadDeps extends ListCacheDeps, RepositoriesOf {
  github(): Promise<Github>
}

/** Suggestions while people type, from complete lists: GitHub's search allows 30 requests a minute. */
export function createTypeAhead({
  github,
  ...deps
}: TypeAheadDeps): Pick<CodeHost, 'repositories' | 'branches' | 'teams'> {
  const repositoryList = createListCache<ListedRepository>(deps)
  const branchList = createListCache<ListedBranch>(deps)
  const teamList = createListCache<string>(deps)
  return {
    repositories: async (query) => {
      const { quick } = await github()
      const found = await repositoryList('', loadRepositories(quick, deps))
      // Most recently pushed first.
      const latest = found.filter(({ isUsable }) => isUsable).toSorted((a, b) => b.pushedAt.localeCompare(a.pushedAt))
      return matching(unique(latest.map(({ name }) => name)), query)
    },
    branches: async (repository, query) => {
      const path = pathOf(repository)
      if (path === undefined) return []
      const { quick } = await github()
      const found = await unlessMissing(branchList(repository, (add) => loadBranches({ quick, path, add })))
      return offerBranches(found ?? [], query)
    },
    teams: async (query) => {
      const { quick } = await github()
      const found = await teamList('', (add) =>
        takePages(
          (page) => quick.request('GET /orgs/{org}/teams', { org: deps.org, ...page }),
          (page) => page.map(({ slug }) => slug),
          add,
        ),
      )
      return matching(unique(found).toSorted(), query)
    },
  }
}

interface ListedBranch {
  name: string
  isDefault: boolean
}

async function loadBranches({ quick, path, add }: LoadBranches): Promise<void> {
  const takeDefault = async () => {
    const { data } = await quick.request('GET /repos/{owner}/{repo}', path)
    add([{ name: data.default_branch, isDefault: true }])
  }
  const takeAll = () =>
    takePages(
      (page) => quick.request('GET /repos/{owner}/{repo}/branches', { ...path, ...page }),
      (page) => page.map(({ name }) => ({ name, isDefault: false })),
      add,
    )
  await Promise.all([takeDefault(), takeAll()])
}

interface LoadBranches {
  quick: Github['quick']
  path: RepositoryPath
  add(branches: readonly ListedBranch[]): void
}

function offerBranches(found: readonly ListedBranch[], query: string): string[] {
  const named = new Set(found.flatMap(({ name, isDefault }) => (isDefault ? [] : name)))
  // An empty repository's default branch doesn't exist.
  const first = found.flatMap(({ name, isDefault }) => (isDefault && named.has(name) ? name : []))
  const others = [...named].filter((name) => !first.includes(name) && isBranchName(name)).toSorted()
  // The default branch stays first, however well others match.
  return [...matching(first, query), ...matching(others, query)].slice(0, MAX_RESULTS)
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
