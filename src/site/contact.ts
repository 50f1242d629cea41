import type { Membership, Site, SiteStatus } from './site.ts'
import { isSlackUser } from './slack-ids.ts'
import type { Instant } from './time.ts'

/** Why, and since when, the site's channel takes nothing from us; undefined where it does. */
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

/** What keeps the owner from looking after the site, for all that the last look says; undefined where nothing does. */
export function ownerAbsence({
  spec,
  status: { ownerCheck },
}: Pick<Site, 'spec' | 'status'>): Exclude<Membership, 'member'> | undefined {
  if (ownerCheck?.owner !== spec.owner || ownerCheck.membership === 'member') return undefined
  return ownerCheck.membership
}

/** Who is told directly where the channel refuses: the owner; while that one cannot, an admin who is named as a person. */
export function contactOf(site: Site, { admins }: { admins: readonly string[] }): string | undefined {
  const { owner } = site.spec
  if (isSlackUser(owner) && ownerAbsence(site) === undefined) return owner
  return admins.find(isSlackUser)
}

/** What was seen of the owner now. */
export function ownerChecked(
  { spec: { owner }, status: { ownerCheck } }: Site,
  membership: Membership,
  now: Instant,
): Pick<SiteStatus, 'ownerCheck'> {
  const isSame = ownerCheck?.owner === owner && ownerCheck.membership === membership
  return { ownerCheck: { owner, membership, at: now, since: isSame ? ownerCheck.since : now } }
}
