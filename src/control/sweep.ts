import type { Site } from '../site/site.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
import { withHead } from './known-head.ts'
import { listThings } from './list-things.ts'
import { findMissedPushes } from './missed-pushes.ts'
import { type Orphan, orphansAmong, unconfirmed } from './orphans.ts'
import type { Life, Sighting, SiteStore, World } from './ports.ts'
import type { Reconcile } from './reconcile.ts'
import { recordFact } from './record-fact.ts'
import { countAgain, uncountedSites } from './quota-entries.ts'
import { changedAmong, createSweepReconciles, keyOfUnreadable, overdueAmong } from './sweep-reconciles.ts'

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
  /** Sites that were found to serve an older commit than their branch's head; absent when there were none. */
  behind?: string[]
  /** What went wrong on the way, a list that could not be had among it; the rest was done. */
  errors: unknown[]
}

/**
 * What two sweeps see this far apart is left over. Sweeps can come closer together, by hand or because EventBridge tells of an hour
 * twice; then what is just being made, or is not listed yet, would be seen by both.
 */
const LASTING_MS = 30 * MINUTE_MS
const PAGE_SIZE = 100

/** Looks for what every other trigger has missed. A dry run tells what it would do and changes nothing. */
export type Sweep = (options?: { dryRun?: boolean }) => Promise<SweepReport>

export function createSweep(world: World, reconcile: Reconcile): Sweep {
  return async ({ dryRun = false } = {}) => {
    const { store, clock } = world
    const errors: unknown[] = []
    const attempt = async (work: () => Promise<void>) => {
      if (dryRun) return
      try {
        await work()
      } catch (error) {
        errors.push(error)
      }
    }
    let before: Sighting[] | undefined
    try {
      before = await store.loadOrphans()
    } catch (error) {
      errors.push(error)
    }
    const looks = createSweepReconciles(clock, (name) => attempt(() => reconcile(name)))
    // First what needs the table alone: the other services may be down, or slow.
    const first = await allSites(store)
    await looks.at(overdueAmong(first.sites, before ?? [], clock.now()))
    const things = await listThings(world, first.sites, (error) => errors.push(error))
    const { sites, unreadable } = await allSites(store)
    await looks.at(changedAmong(sites, things.machines))
    for (const site of uncountedSites(things.slots, sites)) await attempt(() => countAgain(store, site))
    const now = clock.now()
    // A record that cannot be read may own anything: until it is mended, nothing is taken for an orphan.
    const orphans = unreadable.length > 0 ? [] : orphansAmong(things, sites, world)
    const { suspects, removable, sightings } = sortOut(before ?? [], orphans, now)
    for (const orphan of removable) await attempt(orphan.remove)
    const missed = await findMissedPushes(world, sites, before ?? [])
    for (const { name, push } of missed.behind) {
      await attempt(() => recordFact(store, name, (site) => withHead(site, push, clock.now())))
      await attempt(() => reconcile(name))
    }
    errors.push(...missed.errors)
    const behind = missed.behind.map(({ name }) => name)
    const spoiled = unreadable.map((name) => ({ key: keyOfUnreadable(name), since: now }))
    const kept = unreadable.length > 0 ? [] : unconfirmed(before ?? [], things)
    // What was seen before, and could not be read now, is not written over.
    if (before !== undefined)
      await attempt(() => store.saveOrphans([...sightings, ...kept, ...spoiled, ...missed.mark]))
    const postponed = looks.postponed()
    return {
      sites: sites.length,
      lookedAt: looks.done(),
      ...(postponed > 0 && { postponed }),
      unreadable,
      suspects,
      removed: removable.map(({ key }) => key),
      ...(behind.length > 0 && { behind }),
      errors,
    }
  }
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
