import { contactOf, channelRefusalOf } from '../../site/contact.ts'
import type { PermanentError } from '../../site/errors.ts'
import { AGAIN_MS } from '../../site/failures.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site, SiteStatus } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import type { Due, StatusPatch } from '../step.ts'

/** Where notifications go now: the site's channel, or, while that refuses, its contact. */
export function notificationTarget(site: Site, policy: Policy, now: Instant): string {
  const refusal = channelRefusalOf(site)
  const isRetried = refusal === undefined || refusal.triedAt + AGAIN_MS <= now
  return isRetried ? site.spec.channel : (contactOf(site, policy) ?? site.spec.channel)
}

/** For what is due in the channel: no sooner than that is tried again. */
export function dueInChannel(site: Site, due: Due, now: Instant): Due {
  const refusal = channelRefusalOf(site)
  const at = refusal === undefined ? now : refusal.triedAt + AGAIN_MS
  return due === 'now' && at > now ? { at } : due
}

/** The channel has refused now. Without a contact who gets the message instead, that is a failure like any other. */
export function channelRefused(site: Site, error: PermanentError, policy: Policy, now: Instant): StatusPatch {
  if (contactOf(site, policy) === undefined) throw error
  const { channel } = site.spec
  const since = channelRefusalOf(site)?.since ?? now
  return { channelRefusal: { channel, code: error.message, since, triedAt: now } }
}

/** The channel has accepted something, so it refuses no longer. */
export function withoutChannelRefusal(site: Site): Site {
  const { channelRefusal: _, ...status } = site.status
  return { ...site, status: status satisfies SiteStatus }
}
