import { createHash } from 'node:crypto'
import { MAX_NAME_LENGTH } from './name.ts'
import type { Site, SiteSpec } from './site.ts'
import type { Instant } from './time.ts'

/** Something that happened to a pull request which has to do with its site. */
export interface PullRequestEvent {
  /** `owner/name` that it would be merged into. */
  repository: string
  number: number
  /** Where its commits are, and the newest of them. */
  branch: string
  head: string
  /** Its branch is in another repository, or in none that is left. */
  isFork: boolean
  /** `site`: somebody asks for one. `away`: nobody needs it any more. `commit`: there may be a newer one. */
  intent: 'site' | 'away' | 'commit'
  /** The code host's word for what happened, and when it happened, in whole seconds. */
  action: string
  at: Instant
  /** Who did it, as the site's history names them. */
  by: string
}

type PullRequest = NonNullable<SiteSpec['pullRequest']>

const HASH_LENGTH = 6

/**
 * Names that the site of a pull request may bear, the one that is tried first before the other: `shop-api-pr-12`, and where
 * that is another's, the same with a hash of the repository.
 */
export function pullRequestNames({ repository, number }: Pick<PullRequestEvent, 'repository' | 'number'>): string[] {
  const label = (repository.split('/')[1] ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const hash = createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, HASH_LENGTH)
  return [`-pr-${number}`, `-pr-${number}-${hash}`].map((ending) => {
    const cut = label.slice(0, MAX_NAME_LENGTH - ending.length)
    return `${cut}${ending}`.replace(/-+/g, '-').replace(/^-/, '')
  })
}

/** Is it the site of that pull request, and not on its way out for good? */
export function isSiteOf({ spec }: Site, { repository, number }: PullRequestEvent): boolean {
  const isHere = spec.repository.toLowerCase() === repository.toLowerCase()
  return spec.desired !== 'gone' && isHere && spec.pullRequest?.number === number
}

/**
 * Events come more than once, and out of order: is this one known, or older than what is? A commit has nothing to do with whether
 * there is to be a site, so that neither overtakes the other.
 */
export function isStaleEvent({ spec: { pullRequest } }: Site, { intent, head, at, action }: PullRequestEvent): boolean {
  if (pullRequest === undefined) return false
  if (intent === 'commit') {
    const toldAt = headReportedAt(pullRequest)
    return at < toldAt || (at === toldAt && head === pullRequest.head)
  }
  return at < pullRequest.at || (at === pullRequest.at && action === pullRequest.action)
}

/** The site with what the news tell. No line in the history: pushes would push out all others. */
export function withPullRequestEvent(site: Site, news: PullRequestEvent): Site {
  const known = site.spec.pullRequest
  const pullRequest = known === undefined ? pullRequestOf(news) : nextOf(known, news)
  return { ...site, spec: { ...site.spec, pullRequest } }
}

function nextOf(known: PullRequest, { intent, head, at, action }: PullRequestEvent): PullRequest {
  const toldAt = headReportedAt(known)
  // Of the same second, who tells of a commit knows better.
  const isNewer = at > toldAt || (at === toldAt && intent === 'commit')
  return { ...known, ...(isNewer && { head, headAt: at }), ...(intent !== 'commit' && { at, action }) }
}

export function pullRequestOf({ number, head, at, action }: PullRequestEvent): PullRequest {
  return { number, head, headAt: at, at, action }
}

/** When the code host had `head` as the newest commit. */
export function headReportedAt({ headAt, at }: PullRequest): Instant {
  return headAt ?? at
}
