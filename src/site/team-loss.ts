import type { Site, TeamLoss } from './site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from './time.ts'

/** How long it has to last that the team has nobody in it, or is gone, until those who were let in are locked out. */
const GRACE_MS: Record<TeamLoss['reason'], number> = { empty: 10 * MINUTE_MS, gone: DAY_MS }
const CHECK_INTERVAL_MS: Record<TeamLoss['reason'], number> = { empty: 10 * MINUTE_MS, gone: HOUR_MS }

/** What is known once a look has found nobody in the team. */
export function teamLossNow({ spec, status: { teamLoss } }: Site, reason: TeamLoss['reason'], now: Instant): TeamLoss {
  const since = teamLoss?.reason === reason ? teamLoss.since : now
  return { reason, since, checkedAt: now, revision: spec.usersRevision }
}

/** When those who were let in are locked out, unless a look finds somebody in the team until then. Undefined: nobody is. */
export function lockOutTime({ status: { teamLoss, users } }: Site): Instant | undefined {
  if (teamLoss === undefined || (users?.count ?? 0) === 0) return undefined
  return teamLoss.since + GRACE_MS[teamLoss.reason]
}

/** When to look at the team again before anybody is locked out: at once, where somebody has asked for it meanwhile. */
export function nextTeamCheck(site: Site): Instant | undefined {
  const { teamLoss } = site.status
  const until = lockOutTime(site)
  if (teamLoss === undefined || until === undefined) return undefined
  if (teamLoss.revision !== site.spec.usersRevision) return teamLoss.checkedAt
  return Math.min(until, teamLoss.checkedAt + CHECK_INTERVAL_MS[teamLoss.reason])
}
