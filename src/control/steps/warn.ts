import { notificationTriggers } from '../../site/notification-trigger.ts'
import type { Policy } from '../../site/policy.ts'
import { notifyStep } from '../../site/step-name.ts'
import type { Step } from '../step.ts'
import { notificationTarget } from './channel-refusal.ts'
import { CLAIM_MS, notificationDue, takenOver, withPosting } from './posting.ts'
import { earlierWarning, isLost, warnTogether } from './warning-round.ts'

/**
 * Warns of the expiry. One message warns of all of an owner's sites whose warnings are due and go to the same place: to add one by an edit
 * would notify nobody. A lease has only one of these sites post at a time (`warning-round.ts`); the others wait for its message, or for
 * their turn.
 */
export function createWarning(policy: Policy): Step {
  return {
    name: notifyStep('expiring'),
    policy: 'notification',
    due: (site, now) => {
      const { expiring } = site.status.notifications
      // `resolve-warning` finds it first.
      return expiring !== undefined && isLost(site, expiring) ? 'no' : notificationDue('expiring', site, now, policy)
    },
    /** That it waits for its turn, and what may have been posted before. */
    claim: (site, now) => {
      const { key } = notificationTriggers.expiring(site, now, policy)
      if (key === undefined) return {}
      const before = site.status.notifications['expiring']
      return withPosting(site, 'expiring', {
        key,
        claimedAt: now,
        channel: notificationTarget(site, policy, now),
        ...(before?.key === key && before.sites !== undefined && { ...takenOver(before), sites: before.sites }),
        ...earlierWarning(site),
      })
    },
    run: async (leader, ports) => {
      const posting = leader.status.notifications['expiring']
      if (posting === undefined) return {}
      const { owner } = leader.spec
      const { channel } = posting
      const { store, clock } = ports
      const lease = `warning ${owner} ${channel}`
      const at = clock.now()
      if (!(await store.takeLease(lease, { holder: leader.id, now: at, until: at + CLAIM_MS }))) return {}
      const patch = await warnTogether({ leader, owner, channel, at, policy }, ports)
      await store.releaseLease(lease, leader.id)
      return patch
    },
  }
}
