import type { Octokit } from '@octokit/rest'
import type { Clock } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import { PermanentError } from '../site/errors.ts'
import { linuxUserFor } from '../site/linux-user.ts'
import type { Github } from './client.ts'
import { unlessMissing, isMissing, messageOf } from './errors.ts'
import { allPages } from './pages.ts'
import { pathOf, type RepositoryPath } from './repositories.ts'
import { createCache } from '../cache.ts'
import { MINUTE_MS } from '../site/time.ts'

interface MembersDeps {
  github(): Promise<Github>
  org: string
  clock: Clock
}

/**
 * Members of the team, those of its child teams among them, who can access the repository.
 *
 * Where the team itself has access, all of them do, and one call says so. Only otherwise (they may have access by other
 * teams, or as collaborators) everybody with access is listed. Both need no more than Members and Metadata, to read.
 */
export function createMembers({ github, org, clock }: MembersDeps): CodeHost['members'] {
  const publicKeysOf = createPublicKeys(clock)
  return async (repository, team) => {
    const path = pathOf(repository)
    if (path === undefined) throw new PermanentError('repository-missing')
    const { patient } = await github()
    const [logins, hasAccess] = await Promise.all([
      teamLogins(patient, { org, team_slug: team }),
      teamHasAccess(patient, { org, team_slug: team, ...path }),
    ])
    const allowed = hasAccess || logins.length === 0 ? logins : await withAccess(patient, path, logins)
    return Promise.all(
      allowed.map(async (login) => ({
        login,
        user: linuxUserFor(login),
        publicKeys: await publicKeysOf(patient, login),
      })),
    )
  }
}

/** A team that is gone has nobody in it: PermanentError `code-host-denied` where that is not known, for nobody is to be locked out then. */
async function teamLogins(octokit: Octokit, team: TeamPath): Promise<string[]> {
  const members = await unlessMissing(
    allPages((page) => octokit.request('GET /orgs/{org}/teams/{team_slug}/members', { ...team, ...page })),
  )
  if (members === undefined) await expectTeamsVisible(octokit, team)
  return [...new Set((members ?? []).map(({ login }) => login))]
}

async function teamHasAccess(octokit: Octokit, path: TeamPath & RepositoryPath): Promise<boolean> {
  const answer = await unlessMissing(octokit.request('GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', path))
  return answer !== undefined
}

async function withAccess(octokit: Octokit, path: RepositoryPath, logins: string[]): Promise<string[]> {
  const people = await unlessMissing(
    allPages((page) => octokit.request('GET /repos/{owner}/{repo}/collaborators', { ...path, ...page })),
  )
  if (people === undefined) throw new PermanentError('repository-missing')
  const allowed = new Set(people.map(({ login }) => login))
  return logins.filter((login) => allowed.has(login))
}

/** A type and no interface, as Octokit's parameters have to be. */
export type TeamPath = {
  org: string
  team_slug: string
}

/** PermanentError `code-host-denied` where GitHub shows no teams at all. */
export function createHasTeam({ github, org }: { github(): Promise<Github>; org: string }): CodeHost['hasTeam'] {
  return async (slug) => {
    const { patient } = await github()
    const team = { org, team_slug: slug }
    const found = await unlessMissing(patient.request('GET /orgs/{org}/teams/{team_slug}', team))
    if (found === undefined) await expectTeamsVisible(patient, team)
    return found !== undefined
  }
}

/** A token without the scope, like one of somebody who is not in the organization, is told that no team is there. */
export async function expectTeamsVisible(octokit: Octokit, { org }: TeamPath): Promise<void> {
  try {
    await octokit.request('GET /orgs/{org}/teams', { org, per_page: 1 })
  } catch (error) {
    if (isMissing(error)) throw new PermanentError('code-host-denied', { message: messageOf(error) })
    throw error
  }
}

/** Teams share people, and a sweep looks at many sites' teams in a row. */
const FRESH_MS = 2 * MINUTE_MS
const MAX_PEOPLE = 2000

/** Types that GitHub lets people add and sshd takes; DSA keys of long ago are left out. */
const LINE =
  /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,3}$/

/** All public keys of somebody, as lines of an authorized_keys file; [] for somebody who is gone. */
export type PublicKeysOf = (octokit: Octokit, login: string) => Promise<string[]>

export function createPublicKeys(clock: Clock): PublicKeysOf {
  const cache = createCache<string[]>({ clock, freshMs: FRESH_MS, maxKeys: MAX_PEOPLE })
  return (octokit, login) => cache.get(login, () => fetchLines(octokit, login))
}

async function fetchLines(octokit: Octokit, login: string): Promise<string[]> {
  const keys = await unlessMissing(
    allPages((page) => octokit.request('GET /users/{username}/keys', { username: login, ...page })),
  )
  return (keys ?? []).map(({ key }) => key.trim()).filter((line) => LINE.test(line))
}
