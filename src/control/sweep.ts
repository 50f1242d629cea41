import { failureOf } from '../site/failures.ts'
import type { Site } from '../site/site.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import { listThings, type Orphan, orphansAmong, type Things } from './orphans.ts'
import type { Life, Sighting, SiteStore, World } from './ports.ts'
import type { Reconcile } from './reconcile.ts'
import { countAgain, uncountedOf } from './slots.ts'
import { ownerLookOverdueSince } from './steps/owner.ts'
import { teamLookOverdueSince } from './steps/users.ts'

export interface SweepReport {
  sites: number
  /** Names of the sites that were looked at: their alarm was lost, their machine is not as recorded, their team or owner was not looked at for a day, or the sweep before could not read their record. */
  lookedAt: string[]
  /** Sites for which there was no time; the next sweep begins with them. Absent when there were none. */
  postponed?: number
  /** Names of records that could not be read. */
  unreadable: string[]
  /** Keys of orphans seen for the first time, or not long ago; they are removed if they are still there an hour later. */
  suspects: string[]
  /** Keys of orphans seen by an earlier sweep already: removed, or in a dry run to be removed. */
  removed: string[]
  /** What went wrong on the way; the rest was done. */
  errors: unknown[]
}

/** An alarm this much overdue is lost. */
const OVERDUE_MS = 2 * MINUTE_MS
/**
 * What two sweeps see this far apart is left over. Sweeps can come closer together, by hand or because EventBridge tells of an hour
 * twice; then what is just being made, or is not listed yet, would be seen by both.
 */
const LASTING_MS = 30 * MINUTE_MS
const PAGE_SIZE = 100
/** The daily looks at teams, and at owners, are spread: so many sweeps, half a day, are enough for all … */
const SWEEPS_FOR_ALL = 12
/** … unless so few are left. */
const MIN_LOOKS = 10

/**
 * Looks at sites go on for so long, of the 15 minutes that the function has (infra/functions.ts); lists and orphans need
 * the rest. Only after an outage are there so many.
 */
const LOOK_LIMIT_MS = 8 * MINUTE_MS
/** Nearly all of the time goes by waiting for others' answers. */
const TOGETHER = 10

/** Looks for what every other trigger has missed. A dry run tells what it would do and changes nothing. */
export type Sweep = (options?: { dryRun?: boolean }) => Promise<SweepReport>

export function createSweep(world: World, reconcile: Reconcile): Sweep {
  return async ({ dryRun = false } = {}) => {
    const things = await listThings(world, (await allSites(world.store)).sites)
    const { sites, unreadable } = await allSites(world.store)
    const errors: unknown[] = []
    const attempt = async (work: () => Promise<void>) => {
      if (dryRun) return
      try {
        await work()
      } catch (error) {
        errors.push(error)
      }
    }
    const now = world.clock.now()
    const before = await world.store.loadOrphans()
    const toLookAt = sitesToLookAt(things, sites, before, now).map(({ name }) => name)
    const lookedAt = dryRun
      ? toLookAt
      : await lookWhileThereIsTime(toLookAt, world, (name) => attempt(() => reconcile(name)))
    const postponed = toLookAt.length - lookedAt.length
    for (const site of uncountedOf(things.slots, sites)) await attempt(() => countAgain(world.store, site))
    // A record that cannot be read may own anything: until it is mended, nothing is taken for an orphan.
    const orphans = unreadable.length > 0 ? [] : orphansAmong(things, sites, world)
    const { suspects, removable, sightings } = sortOut(before, orphans, now)
    for (const orphan of removable) await attempt(orphan.remove)
    const spoiled = unreadable.map((name) => ({ key: keyOfUnreadable(name), since: now }))
    if (!dryRun) await world.store.saveOrphans([...sightings, ...spoiled])
    const removed = removable.map(({ key }) => key)
    return {
      sites: sites.length,
      lookedAt,
      ...(postponed > 0 && { postponed }),
      unreadable,
      suspects,
      removed,
      errors,
    }
  }
}

/** Returns those that were looked at. */
async function lookWhileThereIsTime(
  names: string[],
  { clock }: World,
  look: (name: string) => Promise<void>,
): Promise<string[]> {
  const end = clock.now() + LOOK_LIMIT_MS
  const lookedAt: string[] = []
  // All workers take from one iterator, so that each site is looked at once.
  const rest = names.values()
  const worker = async () => {
    for (const name of rest) {
      lookedAt.push(name)
      await look(name)
      if (clock.now() >= end) return
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, worker))
  return lookedAt
}

function sortOut(before: Sighting[], orphans: Orphan[], now: Instant) {
  const seenBefore = new Map(before.map(({ key, since }) => [key, since]))
  const sightings = orphans.map(({ key }) => ({ key, since: seenBefore.get(key) ?? now }))
  const lasting = new Set(sightings.filter(({ since }) => since + LASTING_MS <= now).map(({ key }) => key))
  return {
    sightings,
    suspects: orphans.filter(({ key }) => !lasting.has(key)).map(({ key }) => key),
    removable: orphans.filter(({ key }) => lasting.has(key)),
  }
}

/** Their teams; the longest overdue first. What failed has an alarm of its own. */
function teamsToLookAt(sites: Site[], now: Instant): Site[] {
  const overdue = sites.flatMap((site) => {
    const since = teamLookOverdueSince(site, now)
    return since === undefined || failureOf(site, 'users') !== undefined ? [] : [{ site, since }]
  })
  return overdue
    .toSorted((a, b) => a.since - b.since)
    .slice(0, dailyLooksAtOnce(sites))
    .map(({ site }) => site)
}

/** All sites of an owner together, so that Slack is asked once; those of the longest overdue first. */
function ownersToLookAt(sites: Site[], now: Instant): Site[] {
  const byOwner = new Map<string, { sites: Site[]; since: Instant }>()
  for (const site of sites) {
    const since = ownerLookOverdueSince(site, now)
    if (since === undefined || failureOf(site, 'owner') !== undefined) continue
    const others = byOwner.get(site.spec.owner)
    byOwner.set(site.spec.owner, {
      sites: [...(others?.sites ?? []), site],
      since: Math.min(since, others?.since ?? since),
    })
  }
  const chosen: Site[] = []
  for (const owned of [...byOwner.values()].toSorted((a, b) => a.since - b.since)) {
    if (chosen.length >= dailyLooksAtOnce(sites)) break
    chosen.push(...owned.sites)
  }
  return chosen
}

function dailyLooksAtOnce(sites: Site[]): number {
  return Math.max(MIN_LOOKS, Math.ceil(sites.length / SWEEPS_FOR_ALL))
}

/** Looks that were asked for while a record could not be read came to nothing; a newer version may read what an older could not. */
function keyOfUnreadable(name: string): string {
  return `unreadable ${name}`
}

/** Those first that have waited longest: who was looked at has an alarm again, so the next sweep goes on with the others. */
function sitesToLookAt({ machines }: Things, sites: Site[], before: Sighting[], now: Instant): Site[] {
  const seenBefore = new Set(before.map(({ key }) => key))
  const states = new Map(machines.map(({ id, state }) => [id, state]))
  const daily = new Set([...teamsToLookAt(sites, now), ...ownersToLookAt(sites, now)])
  return sites
    .filter((site) => {
      const { alarmAt, instance } = site.status
      const isAlarmLost = alarmAt === undefined || alarmAt + OVERDUE_MS < now
      if (seenBefore.has(keyOfUnreadable(site.name))) return true
      return isAlarmLost || (instance !== undefined && states.get(instance.id) !== instance.state) || daily.has(site)
    })
    .toSorted((a, b) => (a.status.alarmAt ?? 0) - (b.status.alarmAt ?? 0))
}

/** Every record there is, page by page. */
export async function allSites(store: SiteStore): Promise<{ sites: Site[]; unreadable: string[] }> {
  const sites: Site[] = []
  const unreadable: string[] = []
  for (const life of ['live', 'archived'] satisfies Life[]) {
    let cursor: string | undefined
    do {
      const page = await store.list({ by: 'life', life }, { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) })
      sites.push(...page.sites)
      unreadable.push(...(page.unreadable ?? []))
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return { sites, unreadable }
}
