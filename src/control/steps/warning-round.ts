import { doesWarningHold } from '../../site/deadlines.ts'
import { isChannelMissing } from '../../site/errors.ts'
import { notificationTriggers } from '../../site/notification-trigger.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site, Warned } from '../../site/site.ts'
import { SECOND_MS, type Instant } from '../../site/time.ts'
import { allSites } from '../all-sites.ts'
import type { Ports } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { patched } from '../status-patch.ts'
import type { StatusPatch } from '../step.ts'
import { channelRefused, notificationTarget } from './channel-refusal.ts'
import { ownerUnreachable } from './direct-card.ts'
import { CLAIM_MS, findTried, NOT_POSTED, placeIn, posted, untried, withPosting } from './posting.ts'

/** Two blocks each, of the 50 that a message may have. */
const MAX_SITES = 20
/** So long after the lease was taken nothing is posted: the claims might not hold until the end of that. */
const MAX_PREPARATION_MS = 30 * SECOND_MS

/** One message, by the site that has the lease. */
export interface Round {
  leader: Site
  owner: string
  channel: string
  /** When the lease was taken. All claims of the round are of that moment. */
  at: Instant
  policy: Policy
}

type Patch = (site: Site, posting: Posting) => StatusPatch

/**
 * Warns of the leader and of the others that are due. They are claimed in their records before, with the list of all, and told of the
 * message after; so whoever dies on the way, each is in one message, and its record knows which. Returns the leader's patch.
 */
export async function warnTogether(round: Round, ports: Ports): Promise<StatusPatch> {
  const { leader, at } = round
  const due: Warned[] = []
  for (const name of await candidates(round, ports)) {
    const warned = await settled(name, round, ports)
    if (warned !== undefined) due.push(warned)
  }
  if (due[0]?.id !== leader.id) return {}
  const sites = await claimed(due, round, ports)
  if (sites[0]?.id !== leader.id) return {}
  if (ports.clock.now() > at + MAX_PREPARATION_MS) throw new Error('Claiming the warnings took too long')
  const patch = await post(sites, round, ports)
  for (const { name } of sites) {
    await recordFact(ports.store, name, (fresh) => {
      const posting = claimOf(fresh, round)
      return posting === undefined ? fresh : patched(fresh, patch(fresh, posting))
    })
  }
  const posting = claimOf(sites[0], round)
  return posting === undefined ? {} : patch(sites[0], posting)
}

/** A warning whose buttons are still there, to be resolved once the next one is posted. */
export function earlierWarning({ status: { notifications } }: Site): Pick<Posting, 'earlier'> {
  const { expiring } = notifications
  if (expiring?.ts === undefined) return expiring?.earlier === undefined ? {} : { earlier: expiring.earlier }
  const { key, channel, ts, sites } = expiring
  return expiring.resolved === true ? {} : { earlier: { key, channel, ts, ...(sites && { sites }) } }
}

/** It no longer holds, and it isn't known whether it was posted. Until that is found out, no other is: its buttons would stay. */
export function isLost(site: Site, posting: Posting): boolean {
  return posting.ts === undefined && posting.sites !== undefined && !doesWarningHold(site, posting.key)
}

/** Names, the leader's first. Lists may lag, so what they say is checked later. */
async function candidates(round: Round, { store }: Ports): Promise<string[]> {
  const { leader, owner } = round
  const { sites } = await allSites(store, [{ by: 'owner', owner }])
  const others = sites.filter((site) => site.name !== leader.name && isUnwarned(site, round))
  return [leader.name, ...others.map(({ name }) => name)].slice(0, MAX_SITES)
}

/** Its warning is due there, is posted nowhere as far as is known, and nobody else is posting it. */
function isUnwarned(site: Site, { owner, channel, at, policy }: Round): boolean {
  const { key } = notificationTriggers.expiring(site, at, policy)
  if (key === undefined || site.spec.owner !== owner || notificationTarget(site, policy, at) !== channel) return false
  const { expiring } = site.status.notifications
  if (expiring === undefined) return true
  if (expiring.key !== key) return !isLost(site, expiring)
  const isUnderWay = expiring.sites !== undefined && expiring.triedSince === undefined
  return expiring.ts === undefined && !(isUnderWay && expiring.claimedAt + CLAIM_MS > at)
}

/** What is to be warned of. If a process that died has posted it already, its record is told. */
async function settled(name: string, round: Round, ports: Ports): Promise<Warned | undefined> {
  const site = await ports.store.load(name)
  if (site === undefined || !isUnwarned(site, round)) return undefined
  const { key = '' } = notificationTriggers.expiring(site, round.at, round.policy)
  const { expiring } = site.status.notifications
  const isTried = expiring?.key === key && expiring.sites !== undefined
  const message = isTried ? await findTried(site, 'expiring', expiring, ports) : undefined
  if (message === undefined) return { name, id: site.id, key }
  await recordFact(ports.store, name, (fresh) => {
    const posting = fresh.status.notifications['expiring']
    if (fresh.id !== site.id || posting?.key !== key || posting.ts !== undefined) return fresh
    return patched(fresh, withPosting(fresh, 'expiring', posted(posting, message)))
  })
  return undefined
}

/** Claims these sites, or those that still can be. */
async function claimed(due: Warned[], round: Round, ports: Ports): Promise<Site[]> {
  const { at, channel } = round
  const claims: Site[] = []
  for (const { name, id, key } of due) {
    let claim: Site | undefined
    await recordFact(ports.store, name, (fresh) => {
      const isFree = claimOf(fresh, round) !== undefined || isUnwarned(fresh, round)
      const tried = [placeIn(fresh, channel)]
      const posting = { key, claimedAt: at, channel, tried, sites: due, ...earlierWarning(fresh) }
      claim = fresh.id === id && isFree ? patched(fresh, withPosting(fresh, 'expiring', posting)) : undefined
      return claim ?? fresh
    })
    if (claim !== undefined) claims.push(claim)
  }
  if (claims.length === due.length) return claims
  const left = due.filter(({ id }) => claims.some((claim) => claim.id === id))
  return left.length === 0 ? [] : claimed(left, round, ports)
}

/** The claim of this round in that record, as long as its outcome isn't known. */
function claimOf({ status }: Site, { leader, at }: Round): Posting | undefined {
  const { expiring } = status.notifications
  const isOurs = expiring?.claimedAt === at && expiring.sites?.[0]?.id === leader.id
  return isOurs && expiring.ts === undefined ? expiring : undefined
}

/** Posts the message. Returns what that changes in each record. */
async function post(sites: Site[], round: Round, ports: Ports): Promise<Patch> {
  const { leader, channel, policy } = round
  const { chat, clock } = ports
  try {
    const message =
      sites[0] !== undefined && sites.length === 1
        ? await chat.notify(sites[0], 'expiring', placeIn(leader, channel))
        : await chat.warn(sites, { channel })
    return (site, posting) => ({
      ...withPosting(site, 'expiring', posted(posting, message)),
      ...(channel === site.spec.channel && { channelRefusal: undefined }),
    })
  } catch (error) {
    // Nothing was posted: the next pass posts it where it can be.
    const notPosted: Patch = (site, { sites: _, ...posting }) =>
      withPosting(site, 'expiring', { ...untried(posting), key: NOT_POSTED })
    if (isChannelMissing(error)) {
      const now = clock.now()
      channelRefused(leader, error, policy, now)
      return (site, posting) => ({ ...channelRefused(site, error, policy, now), ...notPosted(site, posting) })
    }
    const unreachable = await ownerUnreachable(leader, channel, error, ports)
    return (site, posting) => ({ ...(site.id === leader.id && unreachable), ...notPosted(site, posting) })
  }
}
