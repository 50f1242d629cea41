import { notificationTriggers } from '../../site/notification-trigger.ts'
import type { NotificationType } from '../../site/notification-type.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { ChatMessage } from '../ports.ts'
import type { Due } from '../step.ts'

/** The key of a claim of which nothing was posted: no trigger has it. */
export const NOT_POSTED = ''

/** A claim this old without a message may be taken over. Longer than one posting can take (src/slack/chat.ts). */
export const CLAIM_MS = MINUTE_MS

/** When to post what `key` stands for, given the last posting: now, once a young claim is old enough, or not at all. */
export function postingDue(posting: Posting | undefined, key: string, now: Instant): Due {
  if (posting?.key !== key) return 'now'
  if (posting.ts !== undefined) return 'no'
  return posting.claimedAt + CLAIM_MS <= now ? 'now' : { at: posting.claimedAt + CLAIM_MS }
}

/** What a claim keeps of the one that it takes over. */
export function takenOver(before: Posting | undefined): Pick<Posting, 'triedSince'> {
  return before === undefined || before.ts !== undefined ? {} : { triedSince: before.triedSince ?? before.claimedAt }
}

/** The posting once its message is known. */
export function posted<P extends Posting>({ triedSince: _, ...posting }: P, { channel, ts }: ChatMessage) {
  return { ...posting, channel, ts }
}

/** When that notification is due: once for each key of its trigger. */
export function notificationDue(type: NotificationType, site: Site, now: Instant, policy: Policy): Due {
  const { key, at } = notificationTriggers[type](site, now, policy)
  const due = key === undefined ? 'no' : postingDue(site.status.notifications[type], key, now)
  return due === 'no' && at !== undefined ? { at } : due
}

export function withPosting({ status: { notifications } }: Site, type: NotificationType, posting: Posting) {
  return { notifications: { ...notifications, [type]: posting } }
}
