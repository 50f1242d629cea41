import { createHash } from 'node:crypto'
import { MAX_NAME_LENGTH } from './name.ts'
import type { Site, SiteSpec } from './site.ts'
import type { Instant } from './time.ts'

/** Something happened to a pull request that concerns its site. */
export interface PullRequestEvent {
  /** `owner/name` that it would be merged into. */
  repository: string
  number: number
  /** The branch of its commits, and the newest one. */
  branch: string
  head: string
  /** Its branch is in another repository, or in one that is gone. */
  isFork: boolean
  /** `site`: somebody asks for a site. `away`: nobody needs it any more. `commit`: there may be a newer commit. */
  intent: 'site' | 'away' | 'commit'
  /** GitHub's name of the event's action, and when it happened, in whole seconds. */
  action: string
  at: Instant
  /** Who did it, for the site's history. */
  by: string
}

type PullRequest = NonNullable<SiteSpec['pullRequest']>

const HASH_LENGTH = 6

/**
 * The names that a pull request's site can have: `shop-api-pr-12`, and if that is taken, the same with a hash of the repository.
 */
export function pullRequestNames({ repository, number }: Pick<PullRequestEvent, 'repository' | 'number'>): string[] {
  const label = (repository.split('/')[1] ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const hash = createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, HASH_LENGTH)
  return [`-pr-${number}`, `-pr-${number}-${hash}`].map((ending) => {
    const cut = label.slice(0, MAX_NAME_LENGTH - ending.length)
    return `${cut}${ending}`.replace(/-+/g, '-').replace(/^-/, '')
  })
}

/** Is it the site of that pull request, and not being deleted? */
export function isSiteOf({ spec }: Site, { repository, number }: PullRequestEvent): boolean {
  const isHere = spec.repository.toLowerCase() === repository.toLowerCase()
  return spec.desired !== 'gone' && isHere && spec.pullRequest?.number === number
}

/**
 * Events can come twice and out of order: is this one known, or older than a known one? Events of commits and of labels are independent of
 * each other.
 */
export function isStaleEvent({ spec: { pullRequest } }: Site, { intent, head, at, action }: PullRequestEvent): boolean {
  if (pullRequest === undefined) return false
  if (intent === 'commit') {
    const reportedAt = headReportedAt(pullRequest)
    return at < reportedAt || (at === reportedAt && head === pullRequest.head)
  }
  return at < pullRequest.at || (at === pullRequest.at && action === pullRequest.action)
}

/** The site with the event recorded. Without an entry in the history, where pushes would displace everything else. */
export function withPullRequestEvent(site: Site, event: PullRequestEvent): Site {
  const known = site.spec.pullRequest
  const pullRequest = known === undefined ? pullRequestOf(event) : nextOf(known, event)
  return { ...site, spec: { ...site.spec, pullRequest } }
}

function nextOf(known: PullRequest, { intent, head, at, action }: PullRequestEvent): PullRequest {
  const reportedAt = headReportedAt(known)
  // Within the same second, the event of a commit is right.
  const isNewer = at > reportedAt || (at === reportedAt && intent === 'commit')
  return { ...known, ...(isNewer && { head, headAt: at }), ...(intent !== 'commit' && { at, action }) }
}

export function pullRequestOf({ number, head, at, action }: PullRequestEvent): PullRequest {
  return { number, head, headAt: at, at, action }
}

/** When `head` was the newest commit. */
export function headReportedAt({ headAt, at }: PullRequest): Instant {
  return headAt ?? at
}
