import type { Site } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import { branchKey, followsBranch, type Push, withHead } from './branch-head.ts'
import type { Clock, SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { allSites } from '../all-sites.ts'

/** Records the branch's head for each site that follows it. Returns their names. */
export type FollowPush = (push: Push) => Promise<string[]>

/** There are pushes all day long. A site that follows its branch for less than this asks for the head by itself (`steps/head.ts`). */
export const KNOWN_FOR_MS = MINUTE_MS

interface FollowPushDeps {
  store: SiteStore
  clock: Clock
  /** Where reading all sites costs nothing, 0. */
  knownForMs?: number | undefined
}

/** For GitHub's push events. They only say that there is a commit; the machine fetches the branch to know which one to deploy. */
export function createFollowPush({ store, clock, knownForMs = KNOWN_FOR_MS }: FollowPushDeps): FollowPush {
  let known: { followers: Map<string, string[]>; at: Instant } | undefined
  const followers = async () => {
    if (known === undefined || known.at + knownForMs <= clock.now()) {
      const at = clock.now()
      known = { followers: followersOf((await allSites(store)).sites), at }
    }
    return known.followers
  }
  return async (push) => {
    const names = (await followers()).get(branchKey(push)) ?? []
    for (const name of names) await recordFact(store, name, (site) => withHead(site, push, clock.now()))
    return names
  }
}

function followersOf(sites: readonly Site[]): Map<string, string[]> {
  const followers = new Map<string, string[]>()
  for (const { name, spec } of sites.filter(followsBranch)) {
    followers.set(branchKey(spec), [...(followers.get(branchKey(spec)) ?? []), name])
  }
  return followers
}
