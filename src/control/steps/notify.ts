import { isChannelMissing } from '../../site/errors.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import { type NotificationType, notificationTypes } from '../../site/notification-type.ts'
import type { Policy } from '../../site/policy.ts'
import { notifyStep } from '../../site/step-name.ts'
import type { Step } from '../step.ts'
import { channelRefused, notificationTarget } from './channel-refusal.ts'
import { ownerUnreachable } from './direct-card.ts'
import {
  findTried,
  NOT_POSTED,
  notificationDue,
  placeIn,
  posted,
  takenOver,
  untried,
  withPlace,
  withPosting,
} from './posting.ts'
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
      const channel = notificationTarget(site, policy, now)
      const { triedSince, tried } = before?.key === key ? takenOver(before) : {}
      return withPosting(site, type, {
        key,
        claimedAt: now,
        channel,
        ...(triedSince !== undefined && { triedSince }),
        tried: withPlace(tried, placeIn(site, channel)),
      })
    },
    run: async (site, ports) => {
      const { chat, clock } = ports
      const posting = site.status.notifications[type]
      if (posting === undefined) return {}
      const { triedSince, channel } = posting
      try {
        const found = triedSince === undefined ? undefined : await findTried(site, type, posting, ports)
        const message = found ?? (await chat.notify(site, type, placeIn(site, channel)))
        return {
          ...withPosting(site, type, posted(posting, message)),
          ...(channel === site.spec.channel && { channelRefusal: undefined }),
        }
      } catch (error) {
        // Nothing was posted: the next pass posts it where it can be.
        const notPosted = withPosting(site, type, { ...untried(posting), key: NOT_POSTED })
        if (isChannelMissing(error)) return { ...channelRefused(site, error, policy, clock.now()), ...notPosted }
        return { ...(await ownerUnreachable(site, channel, error, ports)), ...notPosted }
      }
    },
  }
}
