import type { Membership, Site, SiteStatus } from './site.ts'
import { isSlackUser } from './slack-ids.ts'
import type { Instant } from './time.ts'
import { UserError } from './user-error.ts'

/** Why, and since when, the app can't post in the site's channel; undefined when it can. */
export function channelRefusalOf({ spec, status }: Site): SiteStatus['channelRefusal'] {
  return status.channelRefusal?.channel === spec.channel ? status.channelRefusal : undefined
}

/** Why a channel takes nothing from the app, as far as people can do something about it. */
export type ChannelClosure = 'archived' | 'restricted' | 'notInvited'

/** By Slack's word for it (src/slack/slack-errors.ts). A private channel that the app is not in is one that it does not find. */
export function closureOf(code: string): ChannelClosure {
  if (code === 'is_archived' || code === 'is_inactive') return 'archived'
  return code.startsWith('restricted_action') || code === 'no_permission' ? 'restricted' : 'notInvited'
}

/** Why the owner can't look after the site, as of the last check; undefined when they can. */
export function ownerAbsence({
  spec,
  status: { ownerCheck },
}: Pick<Site, 'spec' | 'status'>): Exclude<Membership, 'member'> | undefined {
  if (ownerCheck?.owner !== spec.owner || ownerCheck.membership === 'member') return undefined
  return ownerCheck.membership
}

/** Who gets direct messages while the channel refuses: the owner, or, if they can't look after the site, the first admin who is a person. */
export function contactOf(site: Site, { admins }: { admins: readonly string[] }): string | undefined {
  const { owner } = site.spec
  if (isSlackUser(owner) && ownerAbsence(site) === undefined) return owner
  return admins.find(isSlackUser)
}

/** UserError unless that person can own a site; `membership` is undefined when Slack doesn't answer. */
export function expectFitOwner(owner: string, membership: Membership | undefined): void {
  if (membership === undefined) throw new UserError('owner-unknown', { owner })
  if (membership !== 'member') throw new UserError('owner-unfit', { owner, membership })
}

/** The result of a check of the owner. */
export function ownerChecked(
  { spec: { owner }, status: { ownerCheck } }: Site,
  membership: Membership,
  now: Instant,
): Pick<SiteStatus, 'ownerCheck'> {
  const isSame = ownerCheck?.owner === owner && ownerCheck.membership === membership
  return { ownerCheck: { owner, membership, at: now, since: isSame ? ownerCheck.since : now } }
}
