import type { Octokit } from '@octokit/rest'
import type { Clock } from '../control/ports.ts'
import type { CodeHost } from '../control/code-host.ts'
import { PermanentError } from '../site/errors.ts'
import { linuxUserFor } from '../site/linux-user.ts'
import type { Github } from './client.ts'
import { unlessMissing } from './errors.ts'
import { allPages } from './pages.ts'
import { createPublicKeys } from './public-keys.ts'
import { pathOf, type RepositoryPath } from './repository.ts'
import { checkTeamsAreTold, type TeamPath } from './team.ts'

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
  if (members === undefined) await checkTeamsAreTold(octokit, team)
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
