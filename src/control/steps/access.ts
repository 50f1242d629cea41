import { isAccessAsAsked, isSetUpAsAsked } from '../../site/phase.ts'
import type { Step } from '../step.ts'
import { visitorAccess } from '../visitor-access.ts'
import { canRunJob, commandFor, unlessClaimed } from './job.ts'

export const accessStep = { name: 'access', policy: 'fails-site' } as const

/** Writes a new password, or clients' links, to a machine that is set up. */
export function createAccess({ shareKey }: { shareKey(id: string): string }): Step {
  return {
    ...accessStep,
    endsLater: true,
    due: (site, now) =>
      canRunJob(site) && isSetUpAsAsked(site) && !isAccessAsAsked(site) ? unlessClaimed(site, now) : 'no',
    claim: (site, now) => ({ command: commandFor(site, 'access', now) }),
    release: () => ({ command: undefined }),
    run: async (site, { shell }) => {
      const { instance, command } = site.status
      if (instance === undefined || command === undefined) return {}
      const id = await shell.start(instance.id, { kind: 'access', access: visitorAccess(site, shareKey) })
      return { command: { ...command, id } }
    },
  }
}
