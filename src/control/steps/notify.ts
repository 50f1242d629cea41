import { isChannelMissing } from '../../site/errors.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import { type NotificationType, notificationTypes } from '../../site/notification-type.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import { notifyStep } from '../../site/step-name.ts'
import type { Step } from '../step.ts'
import { channelRefused, notificationTarget } from './channel-refusal.ts'
import { ownerUnreachable } from './direct-card.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** The key of a claim of which nothing was posted: no trigger has it. */
const NOT_POSTED = ''

/** One step for each notification type. Posts what people must notice, once for each trigger. */
export function createNotifications(policy: Policy): Step[] {
  return notificationTypes.map((type) => createNotification(type, policy))
}

function createNotification(type: NotificationType, policy: Policy): Step {
  const withPosting = ({ status: { notifications } }: Site, posting: Posting) => ({
    notifications: { ...notifications, [type]: posting },
  })
  return {
    name: notifyStep(type),
    policy: 'notification',
    due: (site, now) => {
      const { key, at } = notificationTriggers[type](site, now, policy)
      const due = key === undefined ? 'no' : postingDue(site.status.notifications[type], key, now)
      return due === 'no' && at !== undefined ? { at } : due
    },
    claim: (site, now) => {
      const { key } = notificationTriggers[type](site, now, policy)
      if (key === undefined) return {}
      const before = site.status.notifications[type]
      return withPosting(site, {
        key,
        claimedAt: now,
        channel: notificationTarget(site, policy, now),
        ...(before?.key === key && takenOver(before)),
        ...(type === 'expiring' && earlierWarning(site)),
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
          ...withPosting(site, posted(posting, message)),
          ...(channel === site.spec.channel && { channelRefusal: undefined }),
        }
      } catch (error) {
        const { triedSince: _, ...rest } = posting
        // Nothing was posted: the next pass posts it where it can be.
        const notPosted = withPosting(site, { ...rest, key: NOT_POSTED })
        if (isChannelMissing(error)) return { ...channelRefused(site, error, policy, clock.now()), ...notPosted }
        return { ...(await ownerUnreachable(site, channel, error, ports)), ...notPosted }
      }
    },
  }
}

/** A warning whose buttons are still there, to be resolved once the next one is posted. */
function earlierWarning({ status }: Site): Pick<Posting, 'earlier'> {
  const { expiring } = status.notifications
  if (expiring?.ts === undefined) return expiring?.earlier === undefined ? {} : { earlier: expiring.earlier }
  return expiring.resolved === true ? {} : { earlier: { channel: expiring.channel, ts: expiring.ts } }
}
