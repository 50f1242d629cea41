import { idleSleepAt, isLastUseUnsure } from '../../site/idle.ts'
import type { Policy } from '../../site/policy.ts'
import type { Step } from '../step.ts'
import { canRunJob, commandFor, unlessClaimed } from './job.ts'

export const lastUseStep = { name: 'last-use', policy: 'keeps-trying', hidesFailure: true } as const

/**
 * Asks the machine when it was last used, as soon as the site could go to sleep by itself. Machines report that once an hour at most, so
 * nothing else asks.
 */
export function createLastUse(policy: Policy): Step {
  return {
    ...lastUseStep,
    endsLater: true,
    due: (site, now) => {
      const at = canRunJob(site) ? idleSleepAt(site, policy) : undefined
      if (at === undefined) return 'no'
      if (at > now) return { at }
      return isLastUseUnsure(site, now, policy) ? unlessClaimed(site, now) : 'no'
    },
    claim: (site, now) => ({ command: commandFor(site, 'last-use', now) }),
    release: () => ({ command: undefined }),
    run: async ({ status: { instance, command } }, { shell }) => {
      if (instance === undefined || command === undefined) return {}
      return { command: { ...command, id: await shell.start(instance.id, { kind: 'last-use' }) } }
    },
  }
}
