import { isChannelMissing, isPersonUnreachable, undefinedIf } from '../../site/errors.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import type { NotificationType } from '../../site/notification-type.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { ChatMessage, Ports } from '../ports.ts'
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
export function takenOver(before: Posting | undefined): Pick<Posting, 'triedSince' | 'tried'> {
  if (before === undefined || before.ts !== undefined) return {}
  const { triedSince = before.claimedAt, tried } = before
  return { triedSince, ...(tried && { tried }) }
}

/** Where a notification is posted: in the thread of the card, if that is in the same channel. */
export function placeIn({ status: { card } }: Pick<Site, 'status'>, channel: string) {
  return { channel, ...(card?.channel === channel && card.ts !== undefined && { thread: card.ts }) }
}

/** The places where a claim's message may be, once it is posted there too. */
export function withPlace(tried: Posting['tried'] = [], { channel, thread }: ReturnType<typeof placeIn>) {
  const others = tried.filter((place) => place.channel !== channel || place.thread !== thread)
  return [...others, { channel, ...(thread !== undefined && { thread }) }]
}

/** The message of the notification that was claimed since, wherever that was tried. */
export async function findTried(
  site: Site,
  type: NotificationType,
  { channel, triedSince, claimedAt, tried = [placeIn(site, channel)] }: Posting,
  { chat }: Ports,
): Promise<ChatMessage | undefined> {
  const isOutOfReach = (error: unknown) => isChannelMissing(error) || isPersonUnreachable(error)
  for (const place of tried) {
    const found = await undefinedIf(isOutOfReach, chat.findPosted(site, type, triedSince ?? claimedAt, place))
    if (found !== undefined) return found
  }
  return undefined
}

/** The posting, without where it was tried. */
export function untried<P extends Posting>({ triedSince: _, tried: __, ...posting }: P) {
  return posting
}

/** The posting once its message is known. */
export function posted<P extends Posting>(posting: P, { channel, ts }: ChatMessage) {
  return { ...untried(posting), channel, ts }
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
