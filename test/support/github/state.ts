import { createHash, type KeyObject } from 'node:crypto'
import { type Level, type Permissions, NEEDED } from './permissions.ts'
import { PERSON, type PersonalToken } from './personal-token.ts'

export interface FakeDeployKey {
  id: number
  title: string
  /** Type and key, without a comment. */
  key: string
  readOnly: boolean
}

export interface FakeHook {
  id: number
  url: string
  secret: string | undefined
  contentType: string
  insecureSsl: '0' | '1'
  events: string[]
  active: boolean
}

export interface FakeStatus {
  sha: string
  state: string
  context: string
  description: string
  targetUrl: string
}

export interface FakeComment {
  id: number
  /** The number of its pull request. */
  pull: number
  body: string
  by: 'app' | 'person' | 'somebody'
}

export interface FakeRepository {
  id: number
  owner: string
  name: string
  defaultBranch: string
  /** Empty for a repository without commits. */
  branches: string[]
  /** Newest commits by branch, where they matter. */
  heads: Map<string, string>
  /** Contents by path, in every branch. */
  files: Map<string, string>
  /** Commits by tag. */
  tags: Map<string, string>
  /** Everyone can read it; others are private. */
  isPublic: boolean
  archived: boolean
  deployKeysDisabled: boolean
  pushedAt: string | null
  /** Logins of those with access of their own. */
  collaborators: string[]
  deployKeys: FakeDeployKey[]
  hooks: FakeHook[]
  /** All that there are, in full. */
  commits: string[]
  statuses: FakeStatus[]
  /** Numbers of its pull requests, and of those that nobody can write on. */
  pulls: number[]
  lockedPulls: number[]
  comments: FakeComment[]
}

export interface FakeTeam {
  slug: string
  /** Slug of the team that it is a child of. */
  parent?: string
  logins: string[]
  /** Full names of repositories that it was given access to. */
  repositories: string[]
}

export interface FakeApp {
  id: string
  publicKey: KeyObject
  installationId: number
  permissions: Permissions
  state: 'installed' | 'suspended' | 'gone'
}

export interface FakeState {
  org: string
  app: FakeApp
  /** Full names by lower-case full name of old: moved and renamed repositories. */
  moved: Map<string, number>
  repositories: FakeRepository[]
  teams: FakeTeam[]
  /** Public keys by login. */
  users: Map<string, string[]>
  /** Logins of the organization's owners, who may do everything. */
  owners: string[]
  /** What everybody in the organization may do with each repository. */
  basePermission: 'none' | 'read'
  /** Installation tokens with their end, in milliseconds since 1970. */
  tokens: Map<string, number>
  /** What they're for. */
  tokenScopes: Map<string, TokenScope>
  personalTokens: Map<string, PersonalToken>
  nextId(): number
}

export interface TokenScope {
  /** Names without the owner; undefined: all. */
  repositories?: string[] | undefined
  permissions: Record<string, Level>
}

export interface RepositorySeed {
  /** `owner/name` */
  name: string
  /** The default branch first; `['main']` unless given. */
  branches?: string[]
  isPublic?: boolean
  archived?: boolean
  pushedAt?: string
  files?: Record<string, string>
  collaborators?: string[]
  commits?: string[]
  pulls?: number[]
}

export interface GithubSeed {
  org: string
  app: Omit<FakeApp, 'state' | 'permissions'> & { permissions?: Permissions }
  repositories?: RepositorySeed[]
  teams?: FakeTeam[]
  users?: Record<string, string[]>
  /** Whoever the personal tokens are of unless given. */
  owners?: string[]
  /** GitHub's own default is to read. */
  basePermission?: FakeState['basePermission']
  personalTokens?: Record<string, PersonalToken>
}

export function createState({ org, app, repositories = [], teams = [], users = {}, ...seed }: GithubSeed) {
  let id = 1000
  const nextId = () => (id += 1)
  const state: FakeState = {
    org,
    app: { permissions: NEEDED, state: 'installed', ...app },
    moved: new Map(),
    repositories: [],
    teams: structuredClone(teams),
    users: new Map(Object.entries(users)),
    owners: [...(seed.owners ?? [PERSON.login])],
    basePermission: seed.basePermission ?? 'none',
    tokens: new Map(),
    tokenScopes: new Map(),
    personalTokens: new Map(Object.entries(seed.personalTokens ?? {})),
    nextId,
  }
  for (const seed of repositories) addRepository(state, seed)
  return state
}

export function addRepository(state: FakeState, { name: fullName, branches = ['main'], ...seed }: RepositorySeed) {
  const [owner = '', name = ''] = fullName.split('/')
  state.repositories.push({
    id: state.nextId(),
    owner,
    name,
    defaultBranch: branches[0] ?? 'main',
    branches: [...branches],
    heads: new Map(),
    files: new Map(Object.entries(seed.files ?? {})),
    tags: new Map(),
    isPublic: seed.isPublic ?? false,
    archived: seed.archived ?? false,
    deployKeysDisabled: false,
    pushedAt: seed.pushedAt ?? null,
    collaborators: seed.collaborators ?? [],
    deployKeys: [],
    hooks: [],
    commits: seed.commits ?? [],
    statuses: [],
    pulls: seed.pulls ?? [],
    lockedPulls: [],
    comments: [],
  })
}

/** Renames or transfers it: calls under the old name are led to the new one, until that is another's. */
export function moveRepository(state: FakeState, from: string, to: string): void {
  const repository = findRepository(state, from)
  if (repository === undefined) throw new Error(`There is no ${from}`)
  const [owner = '', name = ''] = to.split('/')
  Object.assign(repository, { owner, name })
  state.moved.set(from.toLowerCase(), repository.id)
  for (const team of state.teams) team.repositories = team.repositories.map((one) => (isSame(one, from) ? to : one))
}

/** The newest commit of a branch; undefined: there is no such branch. */
export function headOf(repository: FakeRepository, branch: string): string | undefined {
  const made = createHash('sha1')
    .update(`${fullNameOf(repository)}#${branch}`)
    .digest('hex')
  return repository.branches.includes(branch) ? (repository.heads.get(branch) ?? made) : undefined
}

export function fullNameOf({ owner, name }: FakeRepository): string {
  return `${owner}/${name}`
}

/** GitHub tells logins, owners, slugs and names of repositories apart whatever their case, and answers with their own. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

export function findRepository({ repositories }: FakeState, fullName: string): FakeRepository | undefined {
  return repositories.find((repository) => isSame(fullNameOf(repository), fullName))
}
