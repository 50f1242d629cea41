import { stuckOn } from '../../site/failures.ts'
import { deleteSite } from '../../site/operations/delete.ts'
import type { Operation } from '../../site/operations/operation.ts'
import { redeploy } from '../../site/operations/redeploy.ts'
import { restore } from '../../site/operations/restore.ts'
import { operator } from '../../site/permissions.ts'
import {
  isStaleEvent,
  isSiteOf,
  pullRequestNames,
  type PullRequestEvent,
  withPullRequestEvent,
} from '../../site/pull-request.ts'
import type { Site } from '../../site/site.ts'
import { UserError, type UserErrorCode, isUserError } from '../../site/user-error.ts'
import { applyOperation } from '../run-operation.ts'
import {
  MAX_SITES_SEARCHED,
  createPullRequestSite,
  type PullRequestSiteDeps,
  rejectPullRequest,
} from './create-pull-request-site.ts'
import { recordFact } from '../record-fact.ts'

/** What became of the news. `nothing`: known already, or none of our business. */
export type PullRequestOutcome = 'made' | 'restored' | 'archived' | 'redeployed' | 'noted' | 'refused' | 'nothing'

export type FollowPullRequest = (news: PullRequestEvent) => Promise<PullRequestOutcome>

/** Each look finds what outran the one before, so that the next asks for what fits; people hardly ever outrun three. */
const MAX_ATTEMPTS = 3

/**
 * Turns what happens to pull requests into requests of their sites. Any news may come twice, late or never: a site that somebody
 * put away comes back only when it is asked for after that, and one that nobody was told to put away ends when its time is up.
 * News that were refused are not known for that: told again, they are acted on. UserError when others were quicker each time.
 */
export function createFollowPullRequest(deps: PullRequestSiteDeps): FollowPullRequest {
  return async (news) => {
    for (let look = 1; ; look++) {
      const outcome = await attempt(news, deps)
      if (!isUserError(outcome)) return outcome
      if (!CONFLICTS.has(outcome.code)) return rejectPullRequest(news, outcome, deps)
      if (look === MAX_ATTEMPTS) throw outcome
    }
  }
}

/** The site is not any more as it was when it was looked at. */
const CONFLICTS: ReadonlySet<UserErrorCode> = new Set(['changed-meanwhile', 'not-now', 'no-such-site'])

async function attempt(news: PullRequestEvent, deps: PullRequestSiteDeps): Promise<PullRequestOutcome | UserError> {
  try {
    return await followOnce(news, deps)
  } catch (error) {
    if (isUserError(error)) return error
    throw error
  }
}

async function followOnce(news: PullRequestEvent, deps: PullRequestSiteDeps): Promise<PullRequestOutcome> {
  const { store } = deps
  const site = await siteOf(news, deps)
  if (site === undefined) return news.intent === 'site' ? createPullRequestSite(news, deps) : 'nothing'
  if (isStaleEvent(site, news)) return 'nothing'
  const { name, id } = site
  const wanted = operationFor(site, news)
  if (wanted !== undefined) {
    const { operation } = wanted
    await applyOperation(deps, { name, id }, operator(news.by), operation, (fresh, context) => {
      if (isStaleEvent(fresh, news)) throw new UserError('changed-meanwhile', { name })
      return withPullRequestEvent(operation.apply(fresh, context), news)
    })
    return wanted.outcome
  }
  await recordFact(store, name, (fresh) =>
    fresh.id !== id || isStaleEvent(fresh, news) ? fresh : withPullRequestEvent(fresh, news),
  )
  return 'noted'
}

async function siteOf(news: PullRequestEvent, { store, channel }: PullRequestSiteDeps): Promise<Site | undefined> {
  for (const name of pullRequestNames(news)) {
    const site = await store.load(name)
    if (site !== undefined && isSiteOf(site, news)) return site
  }
  // A site keeps its name where its repository gets another.
  const { sites } = await store.list({ by: 'channel', channel }, { limit: MAX_SITES_SEARCHED })
  return sites.find((site) => isSiteOf(site, news))
}

/** What the news ask of the site as it is; undefined where there is nothing but to remember them. */
function operationFor(
  site: Site,
  news: PullRequestEvent,
): { operation: Operation; outcome: PullRequestOutcome } | undefined {
  const { intent } = news
  if (intent === 'away') {
    return deleteSite.isPossible(site) ? { operation: deleteSite, outcome: 'archived' } : undefined
  }
  if (intent === 'site' && restore.isPossible(site)) return { operation: restore, outcome: 'restored' }
  // A machine that is well deploys each push by itself.
  const isNewCommit = withPullRequestEvent(site, news).spec.pullRequest?.head !== site.spec.pullRequest?.head
  if (!isNewCommit || stuckOn(site) === undefined || !redeploy.isPossible(site)) return undefined
  return { operation: redeploy, outcome: 'redeployed' }
}
