import pLimit from 'p-limit'
import { failureOf } from '../../site/failures.ts'
import type { MachineState, Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Clock, Machine, MachineImage, Sighting } from '../ports.ts'
import type { Reconcile } from '../reconcile.ts'
import { ownerCheckDueSince } from '../steps/owner.ts'
import { teamCheckDueSince } from '../steps/users.ts'

/** An alarm that is overdue by this much is lost. */
const OVERDUE_MS = 2 * MINUTE_MS

/**
 * Of the 15 minutes that the function has (infra/functions.ts), for reconciling. The rest is for lists and orphans. Only after an outage
 * do so many sites need it.
 */
const LIMIT_MS = 8 * MINUTE_MS
/** At once. Nearly all of the time is spent waiting for other services; what they throttle comes again by an alarm. */
const TOGETHER = 40

/** Reconciles sites while there is time, in all calls together. */
export function createTimedReconciler(clock: Clock, reconcile: Reconcile) {
  const requested = new Set<string>()
  const reconciled: string[] = []
  let leftMs = LIMIT_MS
  return {
    /** `states`: of machines that were just listed, by their ids. */
    reconcileAll: async (sites: readonly Site[], states: ReadonlyMap<string, MachineState> = new Map()) => {
      const wanted = sites.filter(({ name }) => !requested.has(name))
      for (const { name } of wanted) requested.add(name)
      if (leftMs <= 0) return
      const start = clock.now()
      const end = start + leftMs
      await pLimit(TOGETHER).map(wanted, async ({ name, status: { instance } }) => {
        if (clock.now() >= end) return
        reconciled.push(name)
        const isListed = instance !== undefined && states.get(instance.id) === instance.state
        await reconcile(name, isListed ? { machine: 'listed' } : {})
      })
      leftMs -= clock.now() - start
    },
    /** Names of those that were reconciled. */
    done: () => reconciled,
    /** How many there was no time for. */
    postponed: () => requested.size - reconciled.length,
  }
}

/**
 * Sites whose alarm was lost, whose record was unreadable for the sweep before, or whose team or owner is due for the daily check. Those
 * that have waited longest come first; once reconciled they have an alarm again, so the next sweep goes on with the others.
 */
export function overdueAmong(sites: Site[], before: readonly Sighting[], now: Instant): Site[] {
  const seenBefore = new Set(before.map(({ key }) => key))
  const daily = new Set(dailyChecks(sites, now))
  return sites
    .filter((site) => {
      const { alarmAt } = site.status
      const isAlarmLost = alarmAt === undefined || alarmAt + OVERDUE_MS < now
      return seenBefore.has(keyOfUnreadable(site.name)) || isAlarmLost || daily.has(site)
    })
    .toSorted((a, b) => (a.status.alarmAt ?? 0) - (b.status.alarmAt ?? 0))
}

/** Sites whose machine is not in the recorded state; none if machines could not be listed. */
export function changedAmong(sites: readonly Site[], machines: readonly Machine[] | undefined): Site[] {
  if (machines === undefined) return []
  const states = new Map(machines.map(({ id, state }) => [id, state]))
  return sites.filter(
    ({ status: { instance } }) => instance !== undefined && states.get(instance.id) !== instance.state,
  )
}

/** Archived sites whose image somebody else removed, or brought back; none if images could not be listed. */
export function changedImagesAmong(sites: readonly Site[], images: readonly MachineImage[] | undefined): Site[] {
  if (images === undefined) return []
  const available = new Set(images.filter(({ state }) => state === 'available').map(({ id }) => id))
  return sites.filter(({ spec, status: { archive } }) => {
    if (archive?.state !== 'available' || spec.desired === 'gone') return false
    const isLookedAt = archive.missing === true || spec.desired === 'archived'
    return isLookedAt && available.has(archive.imageId) === (archive.missing === true)
  })
}

/** Triggers of a site with an unreadable record were lost. A newer version may be able to read it. */
export function keyOfUnreadable(name: string): string {
  return `unreadable ${name}`
}

/** The daily checks of teams and owners are spread over so many sweeps, half a day … */
const SWEEPS_FOR_ALL = 12
/** … but each sweep checks at least so many. */
const MIN_CHECKS = 10

/** Sites whose team or owner is due for its daily check, as many as one sweep takes. A check that failed has an alarm of its own. */
function dailyChecks(sites: Site[], now: Instant): Site[] {
  const atOnce = Math.max(MIN_CHECKS, Math.ceil(sites.length / SWEEPS_FOR_ALL))
  return [...teamsToCheck(sites, atOnce, now), ...ownersToCheck(sites, atOnce, now)]
}

/** The longest overdue first. */
function teamsToCheck(sites: Site[], atOnce: number, now: Instant): Site[] {
  const overdue = sites.flatMap((site) => {
    const since = teamCheckDueSince(site, now)
    return since === undefined || failureOf(site, 'users') !== undefined ? [] : [{ site, since }]
  })
  return overdue
    .toSorted((a, b) => a.since - b.since)
    .slice(0, atOnce)
    .map(({ site }) => site)
}

/** All sites of an owner together, so that Slack is asked once; the longest overdue first. */
function ownersToCheck(sites: Site[], atOnce: number, now: Instant): Site[] {
  const byOwner = new Map<string, { sites: Site[]; since: Instant }>()
  for (const site of sites) {
    const since = ownerCheckDueSince(site, now)
    if (since === undefined || failureOf(site, 'owner') !== undefined) continue
    const others = byOwner.get(site.spec.owner)
    byOwner.set(site.spec.owner, {
      sites: [...(others?.sites ?? []), site],
      since: Math.min(since, others?.since ?? since),
    })
  }
  const chosen: Site[] = []
  for (const owned of [...byOwner.values()].toSorted((a, b) => a.since - b.since)) {
    if (chosen.length >= atOnce) break
    chosen.push(...owned.sites)
  }
  return chosen
}
