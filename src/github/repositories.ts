import { isGithubLogin } from '../site/github-login.ts'
import { isRepositoryName } from '../site/source.ts'
import type { Octokit } from '@octokit/rest'
import { isPermanentError, PermanentError, undefinedIf } from '../site/errors.ts'
import { forbiddenIfMissing, isGithubError, isMissing, unlessMissing } from './errors.ts'
import { createCache } from '../cache.ts'
import type { CodeHost } from '../control/code-host.ts'
import type { Clock } from '../control/ports.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import type { Github } from './client.ts'
import type { CountCreation } from './creations.ts'
import * as z from 'zod'

/** A type and no interface, as Octokit's parameters have to be. */
export type RepositoryPath = {
  owner: string
  repo: string
}

/** `owner/name` as the parameters of GitHub's paths; undefined for what can't be a repository. */
export function pathOf(repository: string): RepositoryPath | undefined {
  const [owner = '', repo = ''] = repository.split('/')
  return isRepositoryName(repository) ? { owner, repo } : undefined
}

export interface FoundRepository {
  /** `owner/name`, as it's called now. */
  name: string
  path: RepositoryPath
  /** For SSH. */
  cloneUrl: string
  httpsUrl: string
}

/** Does something at a repository that it has found. */
export type AtRepository = <T>(
  octokit: Octokit,
  repository: string,
  work: (found: FoundRepository) => Promise<T>,
) => Promise<T>

/** Many sites have the same repository. */
const FRESH_MS = MINUTE_MS

/**
 * By its current name, since GitHub doesn't redirect writes. What it found is kept for a minute; if the work fails by then, it looks again.
 * PermanentError `repository-missing`, or `repository-archived`.
 */
export function createAtRepository(clock: Clock): AtRepository {
  const cache = createCache<FoundRepository>({ clock, freshMs: FRESH_MS })
  return async (octokit, repository, work) => {
    let isNew = false
    const look = (since?: Instant) =>
      cache.get(
        repository.toLowerCase(),
        () => {
          isNew = true
          return findRepository(octokit, repository)
        },
        since,
      )
    const found = await look()
    try {
      return await work(found)
    } catch (error) {
      if (isNew || !(isPermanentError(error) || isMissing(error))) throw error
      return work(await look(clock.now()))
    }
  }
}

async function findRepository(octokit: Octokit, repository: string): Promise<FoundRepository> {
  const named = pathOf(repository)
  const answer = named && (await unlessMissing(octokit.request('GET /repos/{owner}/{repo}', named)))
  if (answer === undefined) throw new PermanentError('repository-missing')
  const { full_name: name, archived, ssh_url: cloneUrl, clone_url: httpsUrl } = answer.data
  if (archived) throw new PermanentError('repository-archived')
  const path = pathOf(name)
  if (path === undefined) throw new PermanentError('repository-missing')
  return { name, path, cloneUrl, httpsUrl }
}

/** Follows repositories that were moved or renamed, but not branches, like git. */
export function createExists(github: () => Promise<Github>): CodeHost['exists'] {
  return async (repository, branch) => {
    const path = pathOf(repository)
    if (path === undefined) return 'no-repository'
    const { quick } = await github()
    // The call for branches would follow renames.
    const ref = quick.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...path, ref: `heads/${branch}` })
    // 409: a repository without commits.
    const found = await undefinedIf((error) => isMissing(error) || isGithubError(error, 409), ref)
    if (found !== undefined) return 'yes'
    const repositoryFound = await unlessMissing(quick.request('GET /repos/{owner}/{repo}', path))
    return repositoryFound === undefined ? 'no-repository' : 'no-branch'
  }
}

/** GitHub's base roles ("Get repository permissions for a user"). Everyone has `read` for a public repository. */
const READERS: ReadonlySet<string> = new Set(['read', 'write', 'admin'])

/** By the highest role that they have from anywhere: as a collaborator, by a team, by the organization. */
export function createCanRead(github: () => Promise<Github>): CodeHost['canRead'] {
  return async (repository, login) => {
    const path = pathOf(repository)
    if (path === undefined || !isGithubLogin(login)) return false
    const { quick } = await github()
    const wanted = { ...path, username: login }
    const answer = await unlessMissing(
      quick.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', wanted),
    )
    return answer !== undefined && READERS.has(answer.data.permission)
  }
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Not modified; and no such repository, no commits in it, or no such branch ("Get a commit"). */
const SAME = 304
const NONE: ReadonlySet<number> = new Set([404, 409, 422])

/**
 * In the media type `sha` the ETag is the commit itself ("Get a commit"), so we needn't store one, and a 304 doesn't count against
 * the rate limit. Other ETags are valid for one token only, and an installation gets a new one each hour.
 */
export function createBranchHead(github: () => Promise<Github>): CodeHost['branchHead'] {
  return async (repository, branch, known) => {
    const path = pathOf(repository)
    if (path === undefined) return undefined
    const { patient } = await github()
    const isCommit = known !== undefined && COMMIT.test(known)
    const headers = { accept: 'application/vnd.github.sha', ...(isCommit && { 'if-none-match': `"${known}"` }) }
    // `heads/`, or a tag of that name would match, too.
    const wanted = { ...path, ref: `heads/${branch}`, headers }
    try {
      const { data } = await patient.request('GET /repos/{owner}/{repo}/commits/{ref}', wanted)
      // Octokit's types don't know that media type.
      return z.string().parse(data).trim()
    } catch (error) {
      const status = isGithubError(error) ? error.status : undefined
      if (status === SAME) return known
      if (status !== undefined && NONE.has(status)) return undefined
      throw error
    }
  }
}

/** For what creates something at a repository. It's counted before GitHub is asked for anything. */
export interface Creating {
  github(): Promise<Github>
  atRepository: AtRepository
  count: CountCreation
}

export function createSetStatus({ github, atRepository, count }: Creating): CodeHost['setStatus'] {
  return async (repository, { commit: sha, url: target_url, ...status }) => {
    await count('other')
    const { patient } = await github()
    await atRepository(patient, repository, async ({ path }) => {
      const wanted = { ...path, sha, target_url, ...status }
      const call = forbiddenIfMissing(patient.request('POST /repos/{owner}/{repo}/statuses/{sha}', wanted))
      await undefinedIf(isRejectedByCommit, call)
    })
  }
}

/**
 * There is no such commit, or it has as many statuses of this context as GitHub allows, a thousand ("Create a commit status").
 * Where the status itself is wrong, GitHub names the field.
 */
function isRejectedByCommit(error: unknown): boolean {
  return isGithubError(error, 422) && error.fields.length === 0
}
