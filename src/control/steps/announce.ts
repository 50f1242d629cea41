import { isMessageMissing } from '../../site/errors.ts'
import { announcing } from '../../site/failures.ts'
import { occasions } from '../../site/occasion.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import { topics, type Topic } from '../../site/topic.ts'
import { isWarningOf } from '../../site/clocks.ts'
import type { Chat } from '../ports.ts'
import type { Step } from '../step.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** One step a topic: what people must notice, posted once for each occasion. */
export function createAnnouncements(policy: Policy): Step[] {
  return topics.map((topic) => announce(topic, policy))
}

function announce(topic: Topic, policy: Policy): Step {
  return {
    name: announcing(topic),
    due: (site, now) => {
      const { key, at } = occasions[topic](site, now, policy)
      const due = key === undefined ? 'no' : postingDue(site.status.announced[topic], key, now)
      return due === 'no' && at !== undefined ? { at } : due
    },
    claim: (site, now) => {
      const { key } = occasions[topic](site, now, policy)
      if (key === undefined) return {}
      const before = site.status.announced[topic]
      const posting = {
        key,
        claimedAt: now,
        channel: site.spec.channel,
        ...(before?.key === key && takenOver(before)),
        ...(topic === 'expiring' && earlierWarning(site)),
      }
      return { announced: { ...site.status.announced, [topic]: posting } }
    },
    run: async (site, { chat }) => {
      const posting = site.status.announced[topic]
      if (posting === undefined) return {}
      const thread = site.status.card?.ts
      const { triedSince } = posting
      const found = triedSince === undefined ? undefined : await chat.findPosted(site, topic, triedSince, thread)
      const ts = found ?? (await chat.announce(site, topic, thread))
      return { announced: { ...site.status.announced, [topic]: posted(posting, ts) } }
    },
  }
}

/** Takes the buttons off a warning that no longer holds, or that another has followed, and says there how things stand. */
export const settleWarning: Step = {
  name: 'settle-warning',
  due: (site) => (isFollowed(site) || isOutdated(site) ? 'now' : 'no'),
  run: async (site, { chat }) => {
    const { expiring } = site.status.announced
    if (expiring?.ts === undefined) return {}
    const { earlier, ...warning } = expiring
    if (earlier !== undefined) await settle(site, earlier, chat)
    const settled = isOutdated(site)
    if (settled) await settle(site, { channel: expiring.channel, ts: expiring.ts }, chat)
    return { announced: { ...site.status.announced, expiring: settled ? { ...warning, settled } : warning } }
  },
}

/** A warning that somebody deleted is settled. */
async function settle(site: Site, message: { channel: string; ts: string }, chat: Chat): Promise<void> {
  try {
    await chat.settleWarning(site, message)
  } catch (error) {
    if (!isMessageMissing(error)) throw error
  }
}

function earlierWarning({ status }: Site): Pick<Posting, 'earlier'> {
  const { expiring } = status.announced
  if (expiring?.ts === undefined) return expiring?.earlier === undefined ? {} : { earlier: expiring.earlier }
  return expiring.settled === true ? {} : { earlier: { channel: expiring.channel, ts: expiring.ts } }
}

function isFollowed({ status: { announced } }: Site): boolean {
  return announced['expiring']?.ts !== undefined && announced['expiring'].earlier !== undefined
}

function isOutdated({ spec, status }: Site): boolean {
  const { expiring } = status.announced
  if (expiring?.ts === undefined || expiring.settled === true) return false
  const isAlive = spec.desired === 'up' || spec.desired === 'asleep'
  return !isAlive || !isWarningOf(expiring.key, spec.expiresAt)
}
