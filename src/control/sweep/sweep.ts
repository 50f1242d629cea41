import type { Log } from '../../log.ts'
import { defaultPolicy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import { allSites } from '../all-sites.ts'
import type { Sighting, Ports } from '../ports.ts'
import { withHead } from '../pushes/branch-head.ts'
import { findMissedPushes } from '../pushes/missed-pushes.ts'
import { recount, uncountedSites } from '../quota.ts'
import type { Reconcile } from '../reconcile.ts'
import { recordFact } from '../record-fact.ts'
import { createActions, type SweepActions } from './actions.ts'
import { warnOfBudget } from './budget-warning.ts'
import { countsOf } from './counts.ts'
import { listResources, listStates, type Resources } from './list-resources.ts'
import { classified, orphansAmong, unconfirmed } from './orphans.ts'
import {
  changedAmong,
  changedImagesAmong,
  createTimedReconciler,
  keyOfUnreadable,
  overdueAmong,
} from './reconcile-in-time.ts'
import { postWeeklyDigests } from './weekly-digests.ts'

export interface SweepReport {
  sites: number
  /** Names of sites that were reconciled: see `overdueAmong` and `changedAmong`. */
  reconciled: string[]
  /** Number of sites for which there was no time; the next sweep begins with them. Absent when there were none. */
  postponed?: number
  /** Names of records that could not be read. */
  unreadable: string[]
  /** Keys of orphans that were first seen less than half an hour ago. A later sweep removes them if it still sees them. */
  suspects: string[]
  /** Keys of orphans that were removed, or would be without `dryRun`. */
  removed: string[]
  /** Sites that serve an older commit than their branch's head; absent when there were none. */
  behind?: string[]
  /** What failed, such as a list of resources. Everything else was done. */
  errors: unknown[]
}

/** From so many overdue sites on, their machines are listed first, which takes fewer calls than to look at each. */
const MANY = 100

/** Makes up for all that other triggers missed. A dry run reports what it would do, and changes nothing. */
export type Sweep = (options?: { dryRun?: boolean }) => Promise<SweepReport>

/** `log` gets each action, each failure, and the result. */
export function createSweep(ports: Ports, reconcile: Reconcile, log: Log = () => {}, policy = defaultPolicy): Sweep {
  const { store, clock } = ports
  return async ({ dryRun = false } = {}) => {
    const startedAt = clock.now()
    const actions = createActions({ ports, reconcile, log, dryRun })
    const before = await actions.tried('load-orphans', () => store.loadOrphans())
    const timed = createTimedReconciler(clock, actions.reconcile)
    // The table comes first: other services may be down, or slow.
    const first = await allSites(store)
    const overdue = overdueAmong(first.sites, before ?? [], clock.now())
    await timed.reconcileAll(overdue, overdue.length < MANY ? undefined : await listStates(ports))
    const resources = await listResources(ports, first.sites, (error) => actions.failed('list', error))
    // Where something looks wrong, records are read again: otherwise new resources would look like orphans.
    const isQuiet = timed.done().length === 0 && isAsRecorded(first, resources, ports)
    const { sites, unreadable } = isQuiet ? first : await allSites(store)
    await timed.reconcileAll(changedAmong(sites, resources.machines))
    await timed.reconcileAll(changedImagesAmong(sites, resources.images))
    await recountSites(sites, resources, ports, actions)
    const orphans = await removeOrphans({ sites, unreadable, resources, before, ports }, actions)
    const { behind, mark } = await followMissedPushes(sites, before ?? [], ports, actions)
    // What was seen before, and can't be read now, isn't overwritten.
    if (before !== undefined) {
      const warned = await warnOfBudget(sites, before, policy, ports, actions)
      const digests = await postWeeklyDigests(sites, before, policy, ports, actions)
      await actions.save([...orphans.sightings, ...mark, ...warned, ...digests])
    }
    const report = {
      sites: sites.length,
      reconciled: timed.done(),
      ...(timed.postponed() > 0 && { postponed: timed.postponed() }),
      unreadable,
      suspects: orphans.suspects,
      removed: orphans.removed,
      ...(behind.length > 0 && { behind }),
    }
    const { errors } = actions
    const ended = { operation: 'sweep', outcome: 'succeeded', durationMs: clock.now() - startedAt, dryRun } as const
    const counts = countsOf(sites, resources, clock.now())
    log({ level: 'info', message: 'sweep succeeded', ...ended, ...report, errors: errors.length, counts })
    return { ...report, errors }
  }
}

/** No resource is another than the records say. */
function isAsRecorded(
  { sites, unreadable }: Awaited<ReturnType<typeof allSites>>,
  resources: Resources,
  ports: Ports,
): boolean {
  const { machines, images, quotaEntries } = resources
  const changed = [
    ...changedAmong(sites, machines),
    ...changedImagesAmong(sites, images),
    ...uncountedSites(quotaEntries, sites),
  ]
  return changed.length + unreadable.length + orphansAmong(resources, sites, ports).length === 0
}

async function recountSites(
  sites: Site[],
  { quotaEntries }: Resources,
  { store }: Ports,
  { attempt }: SweepActions,
): Promise<void> {
  for (const site of uncountedSites(quotaEntries, sites)) {
    await attempt({ operation: 'count-again', site: site.name, id: site.id }, () => recount(store, site))
  }
}

interface Found {
  sites: Site[]
  unreadable: string[]
  resources: Resources
  before: Sighting[] | undefined
  ports: Ports
}

async function removeOrphans({ sites, unreadable, resources, before = [], ports }: Found, actions: SweepActions) {
  for (const name of unreadable) actions.failedToRead(name)
  const now = ports.clock.now()
  // An unreadable record may own anything: until it is repaired, nothing counts as an orphan.
  const orphans = unreadable.length > 0 ? [] : orphansAmong(resources, sites, ports)
  const { suspects, removable, sightings } = classified(orphans, before, now)
  for (const { key, siteId: id, remove } of removable) {
    await actions.attempt({ operation: 'remove-orphan', id, orphan: key }, remove)
  }
  return {
    suspects: suspects.map(({ key }) => key),
    removed: removable.map(({ key }) => key),
    sightings: [
      ...sightings,
      ...(unreadable.length > 0 ? [] : unconfirmed(before, resources)),
      ...unreadable.map((name) => ({ key: keyOfUnreadable(name), since: now })),
    ],
  }
}

async function followMissedPushes(sites: Site[], before: Sighting[], ports: Ports, actions: SweepActions) {
  const { store, clock } = ports
  const { behind, mark, errors } = await findMissedPushes(ports, sites, before)
  for (const { name, push } of behind) {
    await actions.attempt({ operation: 'record-missed-push', site: name }, () =>
      recordFact(store, name, (site) => withHead(site, push, clock.now())),
    )
    await actions.reconcile(name)
  }
  for (const error of errors) actions.failed('find-missed-pushes', error)
  return { behind: behind.map(({ name }) => name), mark }
}
