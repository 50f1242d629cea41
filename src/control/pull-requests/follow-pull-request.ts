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
import { UserError, type UserErrorCode, isUserError, orUserError } from '../../site/user-error.ts'
import { applyOperation } from '../run-operation.ts'
import {
  MAX_SITES_SEARCHED,
  createPullRequestSite,
  type PullRequestSiteDeps,
  rejectPullRequest,
} from './create-pull-request-site.ts'
import { recordFact } from '../record-fact.ts'

/** What came of the event. `nothing`: it is known already, or not about a site. */
export type PullRequestOutcome = 'created' | 'restored' | 'archived' | 'redeployed' | 'noted' | 'rejected' | 'nothing'

export type FollowPullRequest = (event: PullRequestEvent) => Promise<PullRequestOutcome>

/** Each attempt starts from what others saved meanwhile. They hardly ever do so three times in a row. */
const MAX_ATTEMPTS = 3

/**
 * Changes sites as their pull requests change. An event may come twice, late or never: a site that somebody deleted comes back only by a
 * later request, and one whose closing event was lost ends at its expiry. A rejected event is not recorded, so if it comes again, it is
 * tried again. UserError when others saved the site in between each time.
 */
export function createFollowPullRequest(deps: PullRequestSiteDeps): FollowPullRequest {
  return async (event) => {
    for (let count = 1; ; count++) {
      const outcome = await orUserError(followOnce(event, deps))
      if (!isUserError(outcome)) return outcome
      if (!CONFLICTS.has(outcome.code)) return rejectPullRequest(event, outcome, deps)
      if (count === MAX_ATTEMPTS) throw outcome
    }
  }
}

/** The site changed since it was loaded. */
const CONFLICTS: ReadonlySet<UserErrorCode> = new Set(['changed-meanwhile', 'not-now', 'no-such-site'])

async function followOnce(event: PullRequestEvent, deps: PullRequestSiteDeps): Promise<PullRequestOutcome> {
  const { store } = deps
  const site = await siteOf(event, deps)
  if (site === undefined) return event.intent === 'site' ? createPullRequestSite(event, deps) : 'nothing'
  if (isStaleEvent(site, event)) return 'nothing'
  const { name, id } = site
  const wanted = operationFor(site, event)
  if (wanted !== undefined) {
    const { operation } = wanted
    await applyOperation(deps, { name, id }, operator(event.by), operation, (fresh, context) => {
      if (isStaleEvent(fresh, event)) throw new UserError('changed-meanwhile', { name })
      return withPullRequestEvent(operation.apply(fresh, context), event)
    })
    return wanted.outcome
  }
  await recordFact(store, name, (fresh) =>
    fresh.id !== id || isStaleEvent(fresh, event) ? fresh : withPullRequestEvent(fresh, event),
  )
  return 'noted'
}

async function siteOf(event: PullRequestEvent, { store, channel }: PullRequestSiteDeps): Promise<Site | undefined> {
  for (const name of pullRequestNames(event)) {
    const site = await store.load(name)
    if (site !== undefined && isSiteOf(site, event)) return site
  }
  // A site keeps its name when its repository is renamed.
  const { sites } = await store.list({ by: 'channel', channel }, { limit: MAX_SITES_SEARCHED })
  return sites.find((site) => isSiteOf(site, event))
}

/** What the event asks of the site as it is; undefined when it is only recorded. */
function operationFor(
  site: Site,
  event: PullRequestEvent,
): { operation: Operation; outcome: PullRequestOutcome } | undefined {
  const { intent } = event
  if (intent === 'away') {
    return deleteSite.isPossible(site) ? { operation: deleteSite, outcome: 'archived' } : undefined
  }
  if (intent === 'site' && restore.isPossible(site)) return { operation: restore, outcome: 'restored' }
  // A machine that works deploys each push by itself.
  const isNewCommit = withPullRequestEvent(site, event).spec.pullRequest?.head !== site.spec.pullRequest?.head
  if (!isNewCommit || stuckOn(site) === undefined || !redeploy.isPossible(site)) return undefined
  return { operation: redeploy, outcome: 'redeployed' }
}
