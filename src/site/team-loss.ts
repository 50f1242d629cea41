import { isOfEarlierTeam } from './phase.ts'
import type { Site, TeamLoss } from './site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from './time.ts'

/** How long a team has to be empty, or gone, before its members lose their access. */
const GRACE_MS: Record<TeamLoss['reason'], number> = { empty: 10 * MINUTE_MS, gone: DAY_MS }
const CHECK_INTERVAL_MS: Record<TeamLoss['reason'], number> = { empty: 10 * MINUTE_MS, gone: HOUR_MS }

/** The status after a check that found no members. */
export function teamLossNow({ spec, status: { teamLoss } }: Site, reason: TeamLoss['reason'], now: Instant): TeamLoss {
  const since = teamLoss?.reason === reason ? teamLoss.since : now
  return { reason, since, checkedAt: now, revision: spec.usersRevision }
}

/** When the members lose their access, unless a check finds some before; undefined: they don't, or lose it at once. */
export function lockOutTime({ spec, status }: Pick<Site, 'spec' | 'status'>): Instant | undefined {
  const { teamLoss, users } = status
  if (teamLoss === undefined || (users?.count ?? 0) === 0 || isOfEarlierTeam({ spec, status })) return undefined
  return teamLoss.since + GRACE_MS[teamLoss.reason]
}

/** When to check the team again before anybody loses access: at once if somebody asked for it meanwhile. */
export function nextTeamCheck(site: Site): Instant | undefined {
  const { teamLoss } = site.status
  const until = lockOutTime(site)
  if (teamLoss === undefined || until === undefined) return undefined
  if (teamLoss.revision !== site.spec.usersRevision) return teamLoss.checkedAt
  return Math.min(until, teamLoss.checkedAt + CHECK_INTERVAL_MS[teamLoss.reason])
}
