import { isAccessAsAsked, isSetUpAsAsked } from '../../site/phase.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, unlessClaimed } from './job.ts'

/** Writes a new password to a machine that is set up. */
export const access: Step = {
  name: 'access',
  policy: 'fails-site',
  endsLater: true,
  due: (site, now) =>
    canRunJob(site) && isSetUpAsAsked(site) && !isAccessAsAsked(site) ? unlessClaimed(site, now) : 'no',
  claim: (site, now) => ({ command: commandFor(site, 'access', now) }),
  release: () => ({ command: undefined }),
  run: async ({ spec, status }, { shell }) => {
    if (status.instance === undefined || status.command === undefined) return {}
    const { user, passwordHash } = spec.access
    const id = await shell.start(status.instance.id, { kind: 'access', access: { user, passwordHash } })
    return { command: { ...status.command, id } }
  },
}
