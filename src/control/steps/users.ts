import { areUsersAsAsked, isSetUpAsAsked } from '../../site/phase.ts'
import { mayBecomeRoot } from '../../site/linux-user.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import { nextTeamCheck } from '../../site/team-loss.ts'
import { DAY_MS, type Instant } from '../../site/time.ts'
import { withoutFailure } from '../failure.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, teamOf, unlessClaimed } from './job.ts'
import { checkTeam } from './observe-team.ts'

/**
 * Teams are checked this often: events get lost, and there are none for new keys. No alarm is set for that; the sweep reconciles some
 * sites each hour.
 */
const CHECK_INTERVAL_MS = DAY_MS

/** Since when the team's daily check is due, if it is. A set-up checks the team, too. */
export function teamCheckDueSince(site: Site, now: Instant): Instant | undefined {
  const { users, setUp } = site.status
  const since = (users?.at ?? setUp?.at ?? 0) + CHECK_INTERVAL_MS
  // That check has an alarm of its own.
  if (nextTeamCheck(site) !== undefined) return undefined
  return site.spec.sshTeam !== undefined && isReadyForUsers(site) && since <= now ? since : undefined
}

function isReadyForUsers(site: Site): boolean {
  return canRunJob(site) && isSetUpAsAsked(site)
}

export const usersStep = { name: 'users', policy: 'keeps-trying' } as const

/** Gives the members of the site's team, and nobody else, accounts on a machine that is set up. */
export function createUsers(policy: Policy): Step {
  return {
    ...usersStep,
    endsLater: true,
    due: (site, now) => {
      if (!isReadyForUsers(site) || (site.spec.sshTeam === undefined && areUsersAsAsked(site))) return 'no'
      const at = nextTeamCheck(site)
      if (at !== undefined) return at > now ? { at } : unlessClaimed(site, now)
      const isWanted = !areUsersAsAsked(site) || teamCheckDueSince(site, now) !== undefined
      return isWanted ? unlessClaimed(site, now) : 'no'
    },
    claim: (site, now) => ({ command: commandFor(site, 'users', now) }),
    release: () => ({ command: undefined }),
    run: async (site, { codeHost, clock, shell }) => {
      const { spec, status } = site
      if (status.instance === undefined || status.command === undefined) return {}
      const { members, patch } = await checkTeam(site, { codeHost, clock })
      if (members === undefined) return { command: undefined, ...patch, ...withoutFailure(site, 'users') }
      const sudo = spec.sshTeam !== undefined && mayBecomeRoot(spec.sshTeam, policy)
      const id = await shell.start(status.instance.id, { kind: 'users', members, ...(sudo && { sudo }) })
      return { command: { ...status.command, id, team: teamOf(members) }, ...patch }
    },
  }
}
