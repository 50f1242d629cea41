import { canAsk } from '../site/actions.ts'
import { stuckOn } from '../site/failures.ts'
import { operator } from '../site/permissions.ts'
import type { Policy } from '../site/policy.ts'
import { isOldNews, isSiteOf, pullRequestNames, type PullRequestNews, withNews } from '../site/pull-request.ts'
import { archive, restore } from '../site/requests/archive.ts'
import { redeploy } from '../site/requests/settings.ts'
import type { Site } from '../site/site.ts'
import { UserError } from '../site/user-error.ts'
import { ask, type Request } from './ask.ts'
import { makePullRequestSite, type PullRequestSiteDeps } from './make-pull-request-site.ts'
import { recordFact } from './record-fact.ts'

/** What became of the news. `nothing`: known already, or none of our business. */
export type PullRequestOutcome = 'made' | 'restored' | 'archived' | 'redeployed' | 'noted' | 'refused' | 'nothing'

export type FollowPullRequest = (news: PullRequestNews) => Promise<PullRequestOutcome>

/**
 * Turns what happens to pull requests into requests of their sites. Any news may come twice, late or never: a site that somebody
 * put away comes back only when it is asked for after that, and one that nobody was told to put away ends when its time is up.
 */
export function createFollowPullRequest(deps: PullRequestSiteDeps): FollowPullRequest {
  const { store, policy } = deps
  return async (news) => {
    const site = await siteOf(news, deps)
    if (site === undefined) return news.wish === 'site' ? makePullRequestSite(news, deps) : 'nothing'
    if (isOldNews(site, news)) return 'nothing'
    const wanted = requestFor(site, news, policy)
    if (wanted !== undefined && (await granted(site, news, wanted.request, deps))) return wanted.outcome
    await recordFact(store, site.name, (fresh) =>
      fresh.id !== site.id || isOldNews(fresh, news) ? fresh : withNews(fresh, news),
    )
    return 'noted'
  }
}

async function siteOf(news: PullRequestNews, { store }: PullRequestSiteDeps): Promise<Site | undefined> {
  for (const name of pullRequestNames(news)) {
    const site = await store.load(name)
    if (site !== undefined && isSiteOf(site, news)) return site
  }
  return undefined
}

/** What the news ask of the site as it is; undefined where there is nothing but to remember them. */
function requestFor(
  site: Site,
  { wish, head }: PullRequestNews,
  policy: Policy,
): { request: Request; outcome: PullRequestOutcome } | undefined {
  if (wish === 'away') return canAsk(site, 'delete') ? { request: archive, outcome: 'archived' } : undefined
  if (wish === 'site' && canAsk(site, 'restore')) {
    return { request: (from, asked) => restore(from, asked, policy), outcome: 'restored' }
  }
  // A machine that is well deploys each push by itself.
  const isNewCommit = head !== site.spec.pullRequest?.head
  if (!isNewCommit || stuckOn(site) === undefined || !canAsk(site, 'redeploy')) return undefined
  return { request: redeploy, outcome: 'redeployed' }
}

/** False when the site has changed meanwhile, so that it cannot be asked any more. */
async function granted(
  { name, id }: Site,
  news: PullRequestNews,
  request: Request,
  deps: PullRequestSiteDeps,
): Promise<boolean> {
  try {
    await ask(deps, { name, id }, operator(news.by), (site, asked) => {
      if (isOldNews(site, news)) throw new UserError('changed-meanwhile', { name })
      return withNews(request(site, asked), news)
    })
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}
