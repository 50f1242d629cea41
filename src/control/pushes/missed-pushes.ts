import { isLimitError } from '../../site/errors.ts'
import { awaitsPush, expectedHead } from '../../site/head.ts'
import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { branchKey, type Push, withHead } from './branch-head.ts'
import type { Sighting, Ports } from '../ports.ts'
import { isReadyToDeploy } from '../steps/head.ts'

/**
 * Branches checked in one sweep, one after the other. GitHub allows 5,000 requests an hour, of which unchanged branches use none, and 900 a
 * minute, of which they do ("Rate limits for the REST API"). So 600 branches are all checked each hour, and 10,000 within 17 hours.
 */
const MAX_BRANCHES = 600
/** Of the 15 minutes that the function has. The next sweep begins with the branches that are left. */
const LIMIT_MS = 2 * MINUTE_MS
/** After so many errors, GitHub is taken to be down. */
const MAX_ERRORS = 5

export interface MissedPushes {
  /** Sites that don't serve the head of their branch, and don't know of it. */
  behind: { name: string; push: Push }[]
  /** After which branch the next sweep goes on. */
  mark: Sighting[]
  errors: unknown[]
}

/** Asks GitHub for the heads of branches, those first that were not checked for longest, and returns the sites that are behind. */
export async function findMissedPushes(
  { codeHost, clock }: Pick<Ports, 'codeHost' | 'clock'>,
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
      // Throttling is no failure: the next sweep goes on here.
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

function followsPushes(site: Site): boolean {
  return isReadyToDeploy(site) || (awaitsPush(site) !== undefined && site.status.head !== undefined)
}

/** Sites that can deploy, or whose set-up waits for a push, by branch. The branches after the one that the sweep before ended with come first. */
function inTurn(sites: readonly Site[], before: readonly Sighting[]): [string, [Site, ...Site[]]][] {
  const byBranch = new Map<string, [Site, ...Site[]]>()
  for (const site of sites.filter(followsPushes)) {
    const key = branchKey(site.spec)
    const [first, ...others] = byBranch.get(key) ?? [site]
    byBranch.set(key, first === site ? [site] : [first, ...others, site])
  }
  const last = before.find(isMark)?.key.slice(MARK.length) ?? ''
  const branches = [...byBranch].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const next = branches.findIndex(([key]) => key > last)
  return [...branches.slice(Math.max(next, 0)), ...branches.slice(0, Math.max(next, 0))].slice(0, MAX_BRANCHES)
}
