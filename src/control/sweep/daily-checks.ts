import { failureOf } from '../../site/failures.ts'
import type { Site } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { ownerCheckDueSince } from '../steps/owner.ts'
import { teamCheckDueSince } from '../steps/users.ts'

/** The daily checks of teams and owners are spread over so many sweeps, half a day … */
const SWEEPS_FOR_ALL = 12
/** … but each sweep checks at least so many. */
const MIN_CHECKS = 10

/** Sites whose team or owner is due for its daily check, as many as one sweep takes. A check that failed has an alarm of its own. */
export function dailyChecks(sites: Site[], now: Instant): Site[] {
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
