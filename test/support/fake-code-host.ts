import type { CodeHost, CommitStatus, Member } from '../../src/control/code-host.ts'
import { repositoryFiles } from '../../src/control/repository-files.ts'
import { PermanentError } from '../../src/site/errors.ts'

/** What a site has at a repository: a deploy key, a webhook or both. */
export interface FakeGrant {
  siteId: string
  repository: string
  webhook?: { id: string; url: string; secret: string }
  deployKeyId?: string
}

export interface FakeComment {
  id: string
  repository: string
  pullRequest: number
  body: string
}

export interface FakeCodeHost {
  codeHost: CodeHost
  /** What is registered now, in the order it was made. */
  registered(): FakeGrant[]
  /** What was shown beside commits, in its order. */
  statuses(): (CommitStatus & { repository: string })[]
  /** From now on, these are in it. */
  setTeam(team: string, members: Member[]): void
  removeTeam(team: string): void
  /** Comments on pull requests, in the order in which they were made. */
  comments(): FakeComment[]
  /** What whoever fetches the branch gets. */
  head(repository: string, branch: string): string
  /** The branch has this commit from now on; undefined takes the branch away. No webhook is called. */
  push(repository: string, branch: string, commit: string | undefined): void
  /** From now on, these can read it; nobody can before. */
  setReaders(repository: string, logins: string[]): void
  /** From now on, sites that are set up get by with the App, or don't. */
  setByApp(value: boolean): void
  /** Deletes a repository, and with it what was registered there. */
  removeRepository(name: string): void
}

interface FakeCodeHostOptions {
  /** Branches by repository, the default branch first. */
  repositories: Record<string, string[]>
  /** Contents by path, by `repository#branch`. A branch that isn't here is too large to list. */
  files?: Record<string, Record<string, string>>
  /** Members by the team's slug. */
  teams?: Record<string, Member[]>
  /** All commits that there are; any, unless given. */
  commits?: readonly string[]
  /** Numbers of all pull requests that there are; any, unless given. */
  pullRequests?: readonly number[]
}

/** The head of every branch until something is pushed. */
export const FIRST_COMMIT = '1'.repeat(40)

/** A code host as GitHub is: a deploy key and a webhook for each site. */
export function createFakeCodeHost({
  repositories,
  files = {},
  teams = {},
  commits,
  pullRequests,
}: FakeCodeHostOptions): FakeCodeHost {
  const branchesOf = new Map(Object.entries(repositories))
  const teamsBySlug = new Map(Object.entries(teams))
  const heads = new Map<string, string>()
  const readers = new Map<string, string[]>()
  const headOf = (repository: string, branch: string) =>
    branchesOf.get(repository)?.includes(branch) === true
      ? (heads.get(`${repository}#${branch}`) ?? FIRST_COMMIT)
      : undefined
  let grants: FakeGrant[] = []
  const statuses: (CommitStatus & { repository: string })[] = []
  const comments: FakeComment[] = []
  let count = 0
  let byApp = false

  const put = (siteId: string, repository: string, part: Pick<FakeGrant, 'deployKeyId' | 'webhook'>) => {
    if (!branchesOf.has(repository)) throw new PermanentError('repository-missing')
    const isIts = (one: FakeGrant) => one.siteId === siteId && one.repository === repository
    grants = [...grants.filter((one) => !isIts(one)), { siteId, repository, ...grants.find(isIts), ...part }]
  }
  const codeHost: CodeHost = {
    repositories: async (query) => containing([...branchesOf.keys()], query),
    branches: async (repository, query) => containing(branchesOf.get(repository) ?? [], query),
    teams: async (query) => containing([...teamsBySlug.keys()], query),
    exists: async (repository, branch) => {
      const branches = branchesOf.get(repository)
      if (branches === undefined) return 'no-repository'
      return branches.includes(branch) ? 'yes' : 'no-branch'
    },
    canRead: async (repository, login) =>
      branchesOf.has(repository) &&
      (readers.get(repository) ?? []).some((one) => one.toLowerCase() === login.toLowerCase()),
    branchHead: async (repository, branch) => headOf(repository, branch),
    files: async (repository, branch, directory) => {
      const contents = Object.entries(files[`${repository}#${branch}`] ?? {})
      if (contents.length === 0) return undefined
      const directories = new Set(contents.flatMap(([path]) => parentsOf(path)))
      const entries = [
        ...contents.map(([path, id]) => ({ path, kind: 'file' as const, id })),
        ...[...directories].map((path) => ({ path, kind: 'directory' as const, id: path })),
      ]
      return repositoryFiles(entries, directory, async (id) => id)
    },
    members: async (_repository, team) => structuredClone(teamsBySlug.get(team) ?? []),
    hasTeam: async (team) => teamsBySlug.has(team),
    grant: async (site, repository) => {
      if (byApp) {
        if (!branchesOf.has(repository)) throw new PermanentError('repository-missing')
        return { repository, cloneUrl: `https://code.example/${repository}.git`, byApp }
      }
      const deployKeyId = `key-${count++}`
      put(site.id, repository, { deployKeyId })
      const cloneUrl = `https://code.example/${repository}.git`
      return { repository, cloneUrl, deployKeyId, deployKey: `private half of ${deployKeyId}` }
    },
    putWebhook: async (site, repository, { url, secret }) => {
      const own = grants.find((one) => one.siteId === site.id && one.repository === repository)
      // One of an earlier site of that name becomes its own.
      for (const other of grants)
        if (other.siteId !== site.id && other.repository === repository && other.webhook?.url === url)
          delete other.webhook
      grants = grants.filter(({ webhook, deployKeyId }) => webhook !== undefined || deployKeyId !== undefined)
      const id = own?.webhook?.id ?? `webhook-${count++}`
      put(site.id, repository, { webhook: { id, url, secret } })
      return id
    },
    revoke: async (site, repository) => {
      grants = grants.filter((old) => old.siteId !== site.id || old.repository !== repository)
    },
    listAccess: async () => grants.map(({ siteId, repository }) => ({ siteId, repository })),
    comment: async (repository, pullRequest, body, known) => {
      if (!branchesOf.has(repository)) throw new PermanentError('repository-missing')
      if (pullRequests !== undefined && !pullRequests.includes(pullRequest))
        throw new PermanentError('repository-forbidden')
      const isHere = (one: FakeComment) => one.repository === repository && one.pullRequest === pullRequest
      const found = comments.find(({ id }) => id === known) ?? comments.find(isHere)
      if (found !== undefined) return Object.assign(found, { body }).id
      // Between looking for it and making it somebody else may do the same.
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
      const made = { id: `comment-${comments.length + 1}`, repository, pullRequest, body }
      comments.push(made)
      return made.id
    },
    setStatus: async (repository, status) => {
      if (!branchesOf.has(repository)) throw new PermanentError('repository-missing')
      if (status.description.length > 140) throw new Error('description is too long (maximum is 140 characters)')
      if (commits?.includes(status.commit) ?? true) statuses.push({ repository, ...status })
    },
  }
  return {
    codeHost,
    registered: () => grants.map((one) => ({ ...one })),
    statuses: () => statuses.map((one) => ({ ...one })),
    comments: () => comments.map((one) => ({ ...one })),
    setTeam: (team, members) => {
      teamsBySlug.set(team, members)
    },
    removeTeam: (team) => {
      teamsBySlug.delete(team)
    },
    head: (repository, branch) => headOf(repository, branch) ?? FIRST_COMMIT,
    push: (repository, branch, commit) => {
      const others = (branchesOf.get(repository) ?? []).filter((name) => name !== branch)
      branchesOf.set(repository, commit === undefined ? others : [...others, branch])
      if (commit !== undefined) heads.set(`${repository}#${branch}`, commit)
    },
    setReaders: (repository, logins) => {
      readers.set(repository, logins)
    },
    setByApp: (value) => {
      byApp = value
    },
    removeRepository: (name) => {
      branchesOf.delete(name)
      grants = grants.filter(({ repository }) => repository !== name)
    },
  }
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function containing(names: readonly string[], query: string): string[] {
  return names.filter((name) => name.toLowerCase().includes(query.toLowerCase())).slice(0, 100)
}
