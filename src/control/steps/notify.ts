import { isChannelMissing, isMessageMissing } from '../../site/errors.ts'
import { notifyStep } from '../../site/step-name.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import { ownerAbsence } from '../../site/contact.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import { notificationTypes, type NotificationType } from '../../site/notification-type.ts'
import { isWarningOf } from '../../site/deadlines.ts'
import type { Chat, ChatMessage } from '../ports.ts'
import type { Step } from '../step.ts'
import { notificationTarget, channelRefused } from './channel-refusal.ts'
import { ownerUnreachable } from './direct-card.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** The key of what is on no occasion: it was claimed, and not told. */
const NOT_NOTIFIED = ''

/** One step a topic: what people must notice, posted once for each occasion. */
export function createNotifications(policy: Policy): Step[] {
  return notificationTypes.map((topic) => createNotification(topic, policy))
}

function createNotification(topic: NotificationType, policy: Policy): Step {
  return {
    name: notifyStep(topic),
    policy: 'notification',
    due: (site, now) => {
      const { key, at } = notificationTriggers[topic](site, now, policy)
      const due = key === undefined ? 'no' : postingDue(site.status.notifications[topic], key, now)
      return due === 'no' && at !== undefined ? { at } : due
    },
    claim: (site, now) => {
      const { key } = notificationTriggers[topic](site, now, policy)
      if (key === undefined) return {}
      const before = site.status.notifications[topic]
      const posting = {
        key,
        claimedAt: now,
        channel: notificationTarget(site, policy, now),
        ...(before?.key === key && takenOver(before)),
        ...(topic === 'expiring' && earlierWarning(site)),
      }
      return { notifications: { ...site.status.notifications, [topic]: posting } }
    },
    run: async (site, world) => {
      const { chat, clock } = world
      const posting = site.status.notifications[topic]
      if (posting === undefined) return {}
      const { triedSince, channel } = posting
      const { card } = site.status
      const place = { channel, thread: card?.channel === channel ? card.ts : undefined }
      try {
        const found = triedSince && (await chat.findPosted(site, topic, triedSince, place))
        const message = found || (await chat.notify(site, topic, place))
        return {
          notifications: { ...site.status.notifications, [topic]: posted(posting, message) },
          ...(channel === site.spec.channel && { channelRefusal: undefined }),
        }
      } catch (error) {
        const { triedSince: _, ...rest } = posting
        // Nothing was posted: the next look tells it to somebody who can be told.
        const notifications = { ...site.status.notifications, [topic]: { ...rest, key: NOT_NOTIFIED } }
        if (isChannelMissing(error)) return { ...channelRefused(site, error, policy, clock.now()), notifications }
        return { ...(await ownerUnreachable(site, channel, error, world)), notifications }
      }
    },
  }
}

/** Takes the buttons off a warning that no longer holds, or that another has followed, and says there how things stand. */
export const resolveWarning: Step = {
  name: 'resolve-warning',
  policy: 'notification',
  due: (site) => (isFollowed(site) || isOutdated(site) ? 'now' : 'no'),
  run: async (site, { chat }) => {
    const { expiring } = site.status.notifications
    if (expiring?.ts === undefined) return {}
    const { earlier, ...warning } = expiring
    const resolved = isOutdated(site)
    const newest = { channel: expiring.channel, ts: expiring.ts }
    await resolveEach(site, [...(earlier === undefined ? [] : [earlier]), ...(resolved ? [newest] : [])], chat)
    return { notifications: { ...site.status.notifications, expiring: resolved ? { ...warning, resolved } : warning } }
  },
}

/** Takes the button off the question who takes over the site, once somebody has, or the owner is back. */
export const resolveAdoption: Step = {
  name: 'resolve-adoption',
  policy: 'notification',
  due: ({ status, spec }) => {
    const { adoption } = status.notifications
    const isOpen = adoption?.ts !== undefined && adoption.resolved !== true
    return isOpen && (ownerAbsence({ status, spec }) === undefined || spec.desired === 'gone') ? 'now' : 'no'
  },
  run: async (site, { chat }) => {
    const { adoption } = site.status.notifications
    if (adoption?.ts === undefined) return {}
    const { channel, ts } = adoption
    try {
      await chat.resolveAdoption(site, { channel, ts })
    } catch (error) {
      if (!isMessageMissing(error)) throw error
    }
    return { notifications: { ...site.status.notifications, adoption: { ...adoption, resolved: true } } }
  },
}

/** One of them may be in a channel that refuses, and the other in a direct message: neither keeps the other from being resolved. */
async function resolveEach(site: Site, messages: ChatMessage[], chat: Chat): Promise<void> {
  const results = await Promise.allSettled(messages.map((message) => resolve(site, message, chat)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** A warning that somebody deleted is resolved. */
async function resolve(site: Site, message: ChatMessage, chat: Chat): Promise<void> {
  try {
    await chat.resolveWarning(site, message)
  } catch (error) {
    if (!isMessageMissing(error)) throw error
  }
}

function earlierWarning({ status }: Site): Pick<Posting, 'earlier'> {
  const { expiring } = status.notifications
  if (expiring?.ts === undefined) return expiring?.earlier === undefined ? {} : { earlier: expiring.earlier }
  return expiring.resolved === true ? {} : { earlier: { channel: expiring.channel, ts: expiring.ts } }
}

function isFollowed({ status: { notifications } }: Site): boolean {
  return notifications['expiring']?.ts !== undefined && notifications['expiring'].earlier !== undefined
}

function isOutdated({ spec, status }: Site): boolean {
  const { expiring } = status.notifications
  if (expiring?.ts === undefined || expiring.resolved === true) return false
  const isAlive = spec.desired === 'up' || spec.desired === 'asleep'
  return !isAlive || !isWarningOf(expiring.key, spec.expiresAt)
}
