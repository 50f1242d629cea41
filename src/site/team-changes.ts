import type { Site, SiteStatus, Team, TeamChange } from './site.ts'
import type { Instant } from './time.ts'

/**
 * The changes that a check of the team found, added to those that are still to be notified. A change whose notification hasn't begun is
 * merged with the next one, so that there are never more than two.
 */
export function withTeamChange(site: Site, team: Team, now: Instant): Pick<SiteStatus, 'teamChanges'> {
  const { users, teamChanges = [], notifications } = site.status
  // The first check has nothing to compare with.
  if (users?.logins === undefined || team.logins === undefined) return {}
  const pending = teamChanges.filter((change) => isPending(site, change))
  const waiting = pending.find(({ at }) => notifications['teamChanged']?.key !== teamChangeKey(at))
  const begun = pending.filter((change) => change !== waiting)
  const before = waiting === undefined ? users.logins : reverted(users.logins, waiting)
  const change = changeOf(before, team.logins)
  if (change === undefined) return waiting === undefined ? {} : { teamChanges: begun }
  return { teamChanges: [...begun, { at: timeAfter(site, now), ...change, ...sitesLeft(site, change.removed) }] }
}

/** The oldest change that isn't notified yet. */
export function teamChangeToNotify(site: Site): TeamChange | undefined {
  return site.status.teamChanges?.find((change) => isPending(site, change))
}

/** Changes are notified in order, and identified by their times. */
export function teamChangeKey(at: Instant): string {
  return String(at)
}

function timeAfter({ status: { notifications } }: Site, now: Instant): Instant {
  return Math.max(now, Number(notifications['teamChanged']?.key ?? 0) + 1)
}

function isPending({ status: { notifications } }: Site, { at }: TeamChange): boolean {
  const last = notifications['teamChanged']
  if (last === undefined) return true
  return last.ts === undefined ? at >= Number(last.key) : at > Number(last.key)
}

function changeOf(before: string[], after: string[]): Pick<TeamChange, 'added' | 'removed'> | undefined {
  const added = without(after, before)
  const removed = without(before, after)
  return added.length === 0 && removed.length === 0 ? undefined : { added, removed }
}

function reverted(logins: string[], { added, removed }: TeamChange): string[] {
  return [...without(logins, added), ...removed]
}

/** Logins are case-insensitive. */
function without(logins: string[], others: string[]): string[] {
  const known = new Set(others.map((login) => login.toLowerCase()))
  return logins.filter((login) => !known.has(login.toLowerCase()))
}

/** Only if it is the same for all who were removed. */
function sitesLeft(site: Site, removed: string[]): Pick<TeamChange, 'sites'> {
  const since = site.status.users?.at ?? 0
  const known = site.history.filter(({ at }) => at >= since).flatMap(({ removedMembers = [] }) => removedMembers)
  const counts = removed.map((login) => known.find((one) => one.login.toLowerCase() === login.toLowerCase())?.sites)
  const [first] = counts
  return first !== undefined && first > 1 && counts.every((count) => count === first) ? { sites: first } : {}
}
