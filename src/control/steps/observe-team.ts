import type { Site } from '../../site/site.ts'
import { lockOutTime, teamLossNow } from '../../site/team-loss.ts'
import type { World } from '../ports.ts'
import type { Member } from '../code-host.ts'
import type { StatusPatch } from '../step.ts'

export interface TeamMembers {
  /** Whom to let in, and nobody else; absent: those who were let in before stay so. */
  members?: Member[]
  patch: StatusPatch
}

/**
 * Nobody is locked out by one answer alone, for it may be none: that a team has nobody in it any more has to be seen twice, and
 * that it is gone, for a day.
 */
export async function checkTeam(
  site: Site,
  { codeHost, clock }: Pick<World, 'codeHost' | 'clock'>,
): Promise<TeamMembers> {
  const { repository, sshTeam } = site.spec
  if (sshTeam === undefined) return { members: [], patch: {} }
  const members = await codeHost.members(repository, sshTeam)
  if (members.length > 0) return { members, patch: { teamLoss: undefined } }
  const reason = (await codeHost.hasTeam(sshTeam)) ? 'empty' : 'gone'
  const now = clock.now()
  const teamLoss = teamLossNow(site, reason, now)
  const until = lockOutTime({ ...site, status: { ...site.status, teamLoss } })
  if (until !== undefined && until > now) return { patch: { teamLoss } }
  return { members, patch: { teamLoss: reason === 'gone' ? teamLoss : undefined } }
}
