import { areUsersAsAsked, isSetUpAsAsked } from '../../site/phase.ts'
import { mayBecomeRoot, type Policy } from '../../site/policy.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, teamOf, unlessClaimed } from './job.ts'

/** Lets in who is in the site's team now, and nobody else, on a machine that is set up. */
export function createUsers(policy: Policy): Step {
  return {
    name: 'users',
    endsLater: true,
    due: (site, now) =>
      canRunJob(site) && isSetUpAsAsked(site) && !areUsersAsAsked(site) ? unlessClaimed(site, now) : 'no',
    claim: (site, now) => ({ command: commandFor(site, 'users', now) }),
    release: () => ({ command: undefined }),
    run: async ({ spec, status }, { codeHost, shell }) => {
      if (status.instance === undefined || status.command === undefined || spec.sshTeam === undefined) return {}
      const members = await codeHost.members(spec.repository, spec.sshTeam)
      const sudo = mayBecomeRoot(spec.sshTeam, policy)
      const id = await shell.start(status.instance.id, { kind: 'users', members, ...(sudo && { sudo }) })
      return { command: { ...status.command, id, team: teamOf(members) } }
    },
  }
}
