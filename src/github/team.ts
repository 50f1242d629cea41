import type { Octokit } from '@octokit/rest'
import type { CodeHost } from '../control/code-host.ts'
import { PermanentError } from '../site/errors.ts'
import type { Github } from './client.ts'
import { isMissing, messageOf, unlessMissing } from './errors.ts'

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
    if (found === undefined) await checkTeamsAreTold(patient, team)
    return found !== undefined
  }
}

/** A token without the scope, like one of somebody who is not in the organization, is told that no team is there. */
export async function checkTeamsAreTold(octokit: Octokit, { org }: TeamPath): Promise<void> {
  try {
    await octokit.request('GET /orgs/{org}/teams', { org, per_page: 1 })
  } catch (error) {
    if (isMissing(error)) throw new PermanentError('code-host-denied', { message: messageOf(error) })
    throw error
  }
}
