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

/** Sites that are set up at the same time have few teams. */
const TEAM_FRESH_MS = MINUTE_MS
const MAX_TEAMS = 200

interface MembersDeps {
  github(): Promise<Github>
  org: string
  clock: Clock
}

/**
 * Members of the team and its child teams who can access the repository.
 *
 * If the team has access, all of them do, which takes one call. Otherwise they may have access through other teams, or as
 * collaborators, and everybody with access is listed. Both only need Members and Metadata, read-only.
 */
export function createMembers({ github, org, clock }: MembersDeps): CodeHost['members'] {
  const publicKeysOf = createPublicKeys(clock)
  const teams = createCache<string[]>({ clock, freshMs: TEAM_FRESH_MS, maxKeys: MAX_TEAMS })
  const accesses = createCache<boolean>({ clock, freshMs: TEAM_FRESH_MS, maxKeys: MAX_TEAMS })
  return async (repository, team, since = Infinity) => {
    const path = pathOf(repository)
    if (path === undefined) throw new PermanentError('repository-missing')
    const { patient } = await github()
    const ofTeam = { org, team_slug: team }
    const notBefore = Math.min(since, clock.now())
    const [logins, hasAccess] = await Promise.all([
      teams.get(team, () => teamLogins(patient, ofTeam), notBefore),
      accesses.get(`${team} ${repository}`, () => teamHasAccess(patient, { ...ofTeam, ...path }), notBefore),
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

/** Nobody, if the team is gone. PermanentError `code-host-denied` if we can't see teams at all, so that nobody is locked out. */
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

/** PermanentError `code-host-denied` if we can't see teams at all. */
export function createHasTeam({ github, org }: { github(): Promise<Github>; org: string }): CodeHost['hasTeam'] {
  return async (slug) => {
    const { patient } = await github()
    const team = { org, team_slug: slug }
    const found = await unlessMissing(patient.request('GET /orgs/{org}/teams/{team_slug}', team))
    if (found === undefined) await expectTeamsVisible(patient, team)
    return found !== undefined
  }
}

/** Without the scope, or membership in the organization, GitHub answers 404 for every team. */
export async function expectTeamsVisible(octokit: Octokit, { org }: TeamPath): Promise<void> {
  try {
    await octokit.request('GET /orgs/{org}/teams', { org, per_page: 1 })
  } catch (error) {
    if (isMissing(error)) throw new PermanentError('code-host-denied', { message: messageOf(error) })
    throw error
  }
}

/** Teams share members, and a sweep observes many teams in a row. */
const FRESH_MS = 2 * MINUTE_MS
const MAX_PEOPLE = 2000

/** Types that GitHub and sshd accept; old DSA keys are left out. */
const LINE =
  /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,3}$/

/** A user's public keys, as lines of an authorized_keys file; [] for one who is gone. */
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
