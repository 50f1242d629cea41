import { type Log, logged } from '../../log.ts'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { withHead } from '../pushes/branch-head.ts'
import { listResources } from './list-resources.ts'
import { findMissedPushes } from '../pushes/missed-pushes.ts'
import { countsOf } from './counts.ts'
import { type Orphan, orphansAmong, unconfirmed } from './orphans.ts'
import type { Life, Sighting, SiteStore, World } from '../ports.ts'
import type { Reconcile } from '../reconcile.ts'
import { recordFact } from '../record-fact.ts'
import { recount, uncountedSites } from '../quota.ts'
import { changedAmong, createTimedReconciler, keyOfUnreadable, overdueAmong } from './reconcile-in-time.ts'

export interface SweepReport {
  sites: number
  /** Names of the sites that were looked at: their alarm was lost, their machine is not as recorded, their team or owner was not looked at for a day, or the sweep before could not read their record. */
  reconciled: string[]
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

/** `log` gets each action, each failure, and what came of all. */
export function createSweep(world: World, reconcile: Reconcile, log: Log = () => {}): Sweep {
  return async ({ dryRun = false } = {}) => {
    const { store, clock } = world
    const startedAt = clock.now()
    const errors: unknown[] = []
    const failed = (operation: string, error: unknown) => {
      errors.push(error)
      log({ level: 'error', message: `${operation} failed`, operation, outcome: 'failed', error })
    }
    const attempt = async (fields: Parameters<typeof logged>[2], work: () => Promise<void>) => {
      if (dryRun) return
      await logged(log, clock, fields, work).catch((error: unknown) => errors.push(error))
    }
    // It logs for itself what it does.
    const reconciled = (site: string) =>
      attempt({ operation: 'reconcile', site, level: 'debug' }, () => reconcile(site))
    let before: Sighting[] | undefined
    try {
      before = await store.loadOrphans()
    } catch (error) {
      failed('load-orphans', error)
    }
    const looks = createTimedReconciler(clock, reconciled)
    // First what needs the table alone: the other services may be down, or slow.
    const first = await allSites(store)
    await looks.reconcileAll(overdueAmong(first.sites, before ?? [], clock.now()))
    const things = await listResources(world, first.sites, (error) => failed('list', error))
    const { sites, unreadable } = await allSites(store)
    await looks.reconcileAll(changedAmong(sites, things.machines))
    for (const name of unreadable) failedToRead(log, name)
    for (const site of uncountedSites(things.quotaEntries, sites)) {
      await attempt({ operation: 'count-again', site: site.name, id: site.id }, () => recount(store, site))
    }
    const now = clock.now()
    // A record that cannot be read may own anything: until it is mended, nothing is taken for an orphan.
    const orphans = unreadable.length > 0 ? [] : orphansAmong(things, sites, world)
    const { suspects, removable, sightings } = sortOut(before ?? [], orphans, now)
    for (const { key, siteId: id, remove } of removable) {
      await attempt({ operation: 'remove-orphan', id, orphan: key }, remove)
    }
    const missed = await findMissedPushes(world, sites, before ?? [])
    for (const { name, push } of missed.behind) {
      await attempt({ operation: 'record-missed-push', site: name }, () =>
        recordFact(store, name, (site) => withHead(site, push, clock.now())),
      )
      await reconciled(name)
    }
    for (const error of missed.errors) failed('find-missed-pushes', error)
    const behind = missed.behind.map(({ name }) => name)
    const spoiled = unreadable.map((name) => ({ key: keyOfUnreadable(name), since: now }))
    const kept = unreadable.length > 0 ? [] : unconfirmed(before ?? [], things)
    // What was seen before, and could not be read now, is not written over.
    if (before !== undefined)
      await attempt({ operation: 'save-orphans', level: 'debug' }, () =>
        store.saveOrphans([...sightings, ...kept, ...spoiled, ...missed.mark]),
      )
    const postponed = looks.postponed()
    const report = {
      sites: sites.length,
      reconciled: looks.done(),
      ...(postponed > 0 && { postponed }),
      unreadable,
      suspects,
      removed: removable.map(({ key }) => key),
      ...(behind.length > 0 && { behind }),
    }
    const durationMs = clock.now() - startedAt
    const counts = countsOf(sites, things, now)
    const ended = { operation: 'sweep', outcome: 'succeeded', durationMs, dryRun, ...report } as const
    log({ level: 'info', message: 'sweep succeeded', ...ended, errors: errors.length, counts })
    return { ...report, errors }
  }
}

/** Until it is mended, nothing that is left over is removed: the alarm is to tell. */
function failedToRead(log: Log, site: string): void {
  const message = `The record of ${site} cannot be read`
  log({ level: 'error', message, operation: 'read-record', site, outcome: 'failed' })
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
