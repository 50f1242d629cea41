import { randomUUID } from 'node:crypto'
import { contactOf } from '../../site/contact.ts'
import { isChannelMissing, isPersonUnreachable } from '../../site/errors.ts'
import { isAlive } from '../../site/phase.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import { digestWeek, type WeeklyDigest } from '../../site/weekly-digest.ts'
import type { Ports, Sighting } from '../ports.ts'
import { notificationTarget } from '../steps/channel-refusal.ts'
import { CLAIM_MS } from '../steps/posting.ts'
import type { SweepActions } from './actions.ts'

const MARK = 'weekly-digests '
/** So long after the lease was taken nothing is posted: it might not hold until the end of that. */
const MAX_PREPARATION_MS = 30 * SECOND_MS
/** For all of them. The next sweep goes on with those that are left. */
const LIMIT_MS = 3 * MINUTE_MS

/**
 * Posts the week's digest in each channel with live sites. Where a channel refuses it, the contacts of its sites get theirs directly.
 * Returns that all were posted, for the next sweep.
 */
export async function postWeeklyDigests(
  sites: readonly Site[],
  before: readonly Sighting[],
  policy: Policy,
  ports: Ports,
  actions: SweepActions,
): Promise<Sighting[]> {
  const startedAt = ports.clock.now()
  const week = policy.weeklyDigest ? digestWeek(startedAt, policy) : undefined
  if (week === undefined) return []
  const key = `${MARK}${week.monday}`
  const known = before.find((sighting) => sighting.key === key)
  if (known !== undefined) return [known]
  let isAnyLeft = false
  const post = async (place: string, placed: Site[]): Promise<Outcome> => {
    // A channel whose first site came later has nothing to sum up.
    if (!placed.some((site) => isAlive(site) && site.createdAt <= week.at)) return 'posted'
    let outcome: Outcome = 'left'
    if (ports.clock.now() <= startedAt + LIMIT_MS)
      await actions.attempt({ operation: 'post-weekly-digest', channel: place }, async () => {
        outcome = await postOnce({ week, sites: placed }, place, ports)
      })
    if (outcome === 'left') isAnyLeft = true
    return outcome
  }
  const direct: Site[] = []
  const inChannels = grouped(sites, (site) =>
    notificationTarget(site, policy, startedAt) === site.spec.channel ? site.spec.channel : undefined,
  )
  for (const [channel, placed] of inChannels) {
    if ((await post(channel, placed)) === 'refused') direct.push(...placed)
  }
  direct.push(...sites.filter((site) => notificationTarget(site, policy, startedAt) !== site.spec.channel))
  for (const [person, placed] of grouped(direct, (site) => contactOf(site, policy))) await post(person, placed)
  return isAnyLeft ? [] : [{ key, since: startedAt }]
}

type Outcome = 'posted' | 'refused' | 'left'

/**
 * The lease lets one sweep at a time post it, and holds for the rest of the week once it's posted, whatever the clock does. Whoever takes
 * it over from one that died looks first whether that one had posted.
 */
async function postOnce(digest: WeeklyDigest, channel: string, { store, chat, clock }: Ports): Promise<Outcome> {
  const lease = `weekly-digest ${channel}`
  const [holder, now] = [randomUUID(), clock.now()]
  // Posted, or somebody else is about to.
  if (!(await store.takeLease(lease, { holder, now, until: now + CLAIM_MS }))) return 'left'
  try {
    if ((await chat.findDigest(digest.week, { channel })) === undefined) {
      if (clock.now() > now + MAX_PREPARATION_MS) throw new Error('Looking for an earlier digest took too long')
      await chat.postDigest(digest, { channel })
    }
  } catch (error) {
    if (isChannelMissing(error) || isPersonUnreachable(error)) return 'refused'
    throw error
  }
  await store.takeLease(lease, { holder, now, until: digest.week.until })
  return 'posted'
}

function grouped(sites: readonly Site[], placeOf: (site: Site) => string | undefined): Map<string, Site[]> {
  const groups = new Map<string, Site[]>()
  for (const site of sites) {
    const place = placeOf(site)
    if (place === undefined) continue
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [site])
    else group.push(site)
  }
  return groups
}
