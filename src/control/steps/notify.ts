import { isChannelMissing } from '../../site/errors.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import { type NotificationType, notificationTypes } from '../../site/notification-type.ts'
import type { Policy } from '../../site/policy.ts'
import { notifyStep } from '../../site/step-name.ts'
import type { Step } from '../step.ts'
import { channelRefused, notificationTarget } from './channel-refusal.ts'
import { ownerUnreachable } from './direct-card.ts'
import { NOT_POSTED, notificationDue, posted, takenOver, withPosting } from './posting.ts'
import { createWarning } from './warn.ts'

/** One step for each notification type. Posts what people must notice, once for each trigger. */
export function createNotifications(policy: Policy): Step[] {
  return notificationTypes.map((type) =>
    type === 'expiring' ? createWarning(policy) : createNotification(type, policy),
  )
}

function createNotification(type: NotificationType, policy: Policy): Step {
  return {
    name: notifyStep(type),
    policy: 'notification',
    due: (site, now) => notificationDue(type, site, now, policy),
    claim: (site, now) => {
      const { key } = notificationTriggers[type](site, now, policy)
      if (key === undefined) return {}
      const before = site.status.notifications[type]
      return withPosting(site, type, {
        key,
        claimedAt: now,
        channel: notificationTarget(site, policy, now),
        ...(before?.key === key && takenOver(before)),
      })
    },
    run: async (site, ports) => {
      const { chat, clock } = ports
      const posting = site.status.notifications[type]
      if (posting === undefined) return {}
      const { triedSince, channel } = posting
      const { card } = site.status
      const target = { channel, thread: card?.channel === channel ? card.ts : undefined }
      try {
        const found = triedSince && (await chat.findPosted(site, type, triedSince, target))
        const message = found || (await chat.notify(site, type, target))
        return {
          ...withPosting(site, type, posted(posting, message)),
          ...(channel === site.spec.channel && { channelRefusal: undefined }),
        }
      } catch (error) {
        const { triedSince: _, ...rest } = posting
        // Nothing was posted: the next pass posts it where it can be.
        const notPosted = withPosting(site, type, { ...rest, key: NOT_POSTED })
        if (isChannelMissing(error)) return { ...channelRefused(site, error, policy, clock.now()), ...notPosted }
        return { ...(await ownerUnreachable(site, channel, error, ports)), ...notPosted }
      }
    },
  }
}
