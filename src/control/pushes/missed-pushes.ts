import { isLimitError } from '../../site/errors.ts'
import { expectedHead } from '../../site/head.ts'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { branchKey, type Push, withHead } from './branch-head.ts'
import type { Sighting, World } from '../ports.ts'
import { isReadyToDeploy } from '../steps/head.ts'

/**
 * Branches asked for in one sweep, one after the other. GitHub allows 5,000 requests an hour, where nothing was pushed they count for nothing,
 * and 900 a minute, where they do ("Rate limits for the REST API"): of 10,000 branches each has its turn within 17 hours, of 600 within one.
 */
const MAX_BRANCHES = 600
/** Of the 15 minutes that the function has; what is left is first in the next sweep. */
const LIMIT_MS = 2 * MINUTE_MS
/** So many errors, and the code host is in trouble. */
const MAX_ERRORS = 5

export interface MissedPushes {
  /** Sites that do not serve the head of their branch, which nobody knew. */
  behind: { name: string; push: Push }[]
  /** What the next sweep has to know: with which branch it goes on. */
  mark: Sighting[]
  errors: unknown[]
}

/** Asks the code host for the heads of branches, those first that were not asked for longest, and tells which sites are behind. */
export async function findMissedPushes(
  { codeHost, clock }: Pick<World, 'codeHost' | 'clock'>,
  sites: readonly Site[],
  before: readonly Sighting[],
): Promise<MissedPushes> {
  const end = clock.now() + LIMIT_MS
  const found: MissedPushes = { behind: [], mark: before.filter(isMark), errors: [] }
  for (const [key, followers] of inTurn(sites, before)) {
    if (found.errors.length >= MAX_ERRORS || clock.now() >= end) break
    const [{ spec, status }] = followers
    const { repository, branch } = spec
    try {
      const commit = await codeHost.branchHead(repository, branch, expectedHead({ status }))
      if (commit !== undefined) found.behind.push(...behindOf(followers, { repository, branch, commit }, clock.now()))
    } catch (error) {
      // To be told to wait is no failure: the next sweep goes on here.
      if (isLimitError(error)) break
      found.errors.push(error)
    }
    found.mark = [{ key: `${MARK}${key}`, since: clock.now() }]
  }
  return found
}

function behindOf(followers: readonly Site[], push: Push, now: Instant): MissedPushes['behind'] {
  return followers.filter((site) => withHead(site, push, now) !== site).map(({ name }) => ({ name, push }))
}

const MARK = 'head of '

function isMark({ key }: Sighting): boolean {
  return key.startsWith(MARK)
}

/** Sites that can deploy, by branch; those after the one that the sweep before has ended with come first. */
function inTurn(sites: readonly Site[], before: readonly Sighting[]): [string, [Site, ...Site[]]][] {
  const byBranch = new Map<string, [Site, ...Site[]]>()
  for (const site of sites.filter(isReadyToDeploy)) {
    const key = branchKey(site.spec)
    const [first, ...others] = byBranch.get(key) ?? [site]
    byBranch.set(key, first === site ? [site] : [first, ...others, site])
  }
  const last = before.find(isMark)?.key.slice(MARK.length) ?? ''
  const branches = [...byBranch].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const next = branches.findIndex(([key]) => key > last)
  return [...branches.slice(Math.max(next, 0)), ...branches.slice(0, Math.max(next, 0))].slice(0, MAX_BRANCHES)
}
