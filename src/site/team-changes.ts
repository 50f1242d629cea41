import type { Site, SiteStatus, Team, TeamChange } from './site.ts'
import type { Instant } from './time.ts'

/**
 * What changed in the team with a look that ended now, added to what people are still to be told. A change that nobody has begun to tell
 * takes in the next, so that there are never more than two.
 */
export function withTeamChange(site: Site, team: Team, now: Instant): Pick<SiteStatus, 'teamChanges'> {
  const { users, teamChanges = [], notifications } = site.status
  // The first look says who is there, which is no change.
  if (users?.logins === undefined || team.logins === undefined) return {}
  const untold = teamChanges.filter((change) => isPending(site, change))
  const waiting = untold.find(({ at }) => notifications['teamChanged']?.key !== teamChangeKey(at))
  const begun = untold.filter((change) => change !== waiting)
  const before = waiting === undefined ? users.logins : reverted(users.logins, waiting)
  const change = changeOf(before, team.logins)
  if (change === undefined) return waiting === undefined ? {} : { teamChanges: begun }
  return { teamChanges: [...begun, { at: timeAfter(site, now), ...change, ...sitesLeft(site, change.removed) }] }
}

/** The oldest change that people do not know of, as far as the record says. */
export function teamChangeToNotify(site: Site): TeamChange | undefined {
  return site.status.teamChanges?.find((change) => isPending(site, change))
}

/** Changes are told in their order, and told apart by their times. */
export function teamChangeKey(at: Instant): string {
  return String(at)
}

function timeAfter({ status: { notifications } }: Site, now: Instant): Instant {
  return Math.max(now, Number(notifications['teamChanged']?.key ?? 0) + 1)
}

function isPending({ status: { notifications } }: Site, { at }: TeamChange): boolean {
  const told = notifications['teamChanged']
  if (told === undefined) return true
  return told.ts === undefined ? at >= Number(told.key) : at > Number(told.key)
}

function changeOf(before: string[], after: string[]): Pick<TeamChange, 'added' | 'removed'> | undefined {
  const added = without(after, before)
  const removed = without(before, after)
  return added.length === 0 && removed.length === 0 ? undefined : { added, removed }
}

function reverted(logins: string[], { added, removed }: TeamChange): string[] {
  return [...without(logins, added), ...removed]
}

/** Logins that differ in capitals are one person's. */
function without(logins: string[], others: string[]): string[] {
  const known = new Set(others.map((login) => login.toLowerCase()))
  return logins.filter((login) => !known.has(login.toLowerCase()))
}

/** Told only where it holds for all who were removed. */
function sitesLeft(site: Site, removed: string[]): Pick<TeamChange, 'sites'> {
  const since = site.status.users?.at ?? 0
  const known = site.history.filter(({ at }) => at >= since).flatMap(({ removedMembers = [] }) => removedMembers)
  const counts = removed.map((login) => known.find((one) => one.login.toLowerCase() === login.toLowerCase())?.sites)
  const [first] = counts
  return first !== undefined && first > 1 && counts.every((count) => count === first) ? { sites: first } : {}
}
