import type { Site } from '../../site/site.ts'
import { lockOutTime, teamLossNow } from '../../site/team-loss.ts'
import type { Instant } from '../../site/time.ts'
import type { Ports } from '../ports.ts'
import type { Member } from '../code-host.ts'
import type { StatusPatch } from '../step.ts'

export interface TeamMembers {
  /** Who gets access, and nobody else; absent: accounts stay as they are. */
  members?: Member[]
  patch: StatusPatch
}

/**
 * One answer alone locks nobody out, since it may be wrong: an empty team has to be seen twice, and a team that is gone for a day, before
 * its members lose their access.
 * @param since see `CodeHost.members`
 */
export async function checkTeam(
  site: Site,
  { codeHost, clock }: Pick<Ports, 'codeHost' | 'clock'>,
  since?: Instant,
): Promise<TeamMembers> {
  const { repository, sshTeam } = site.spec
  if (sshTeam === undefined) return { members: [], patch: { teamLoss: undefined } }
  const members = await codeHost.members(repository, sshTeam, since)
  if (members.length > 0) return { members, patch: { teamLoss: undefined } }
  const reason = (await codeHost.hasTeam(sshTeam)) ? 'empty' : 'gone'
  const now = clock.now()
  const teamLoss = teamLossNow(site, reason, now)
  const until = lockOutTime({ ...site, status: { ...site.status, teamLoss } })
  if (until !== undefined && until > now) return { patch: { teamLoss } }
  return { members, patch: { teamLoss: reason === 'gone' ? teamLoss : undefined } }
}
