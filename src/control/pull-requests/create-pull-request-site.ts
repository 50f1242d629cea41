import { defaultExpiryDate } from '../../site/expiry.ts'
import { operator } from '../../site/permissions.ts'
import { isSiteOf, pullRequestNames, pullRequestOf, type PullRequestEvent } from '../../site/pull-request.ts'
import { type Order, usualOrder } from '../../site/order.ts'
import type { SiteSpec } from '../../site/site.ts'
import { UserError, isUserError } from '../../site/user-error.ts'
import { createSite, type CreateDeps, type Creation } from '../create-site.ts'
import type { CodeHost, Wording } from '../code-host.ts'

export interface PullRequestSiteDeps extends Omit<CreateDeps, 'exists'>, RejectionDeps {
  /** Has the cards of these sites. */
  channel: string
}

/** Sites of the channel, the newest first, among which one of the same pull request or repository is looked for. */
export const MAX_SITES_SEARCHED = 100

/** Makes the site of a pull request, or says there why it does not. Its password is known to nobody until somebody sets one. */
export async function createPullRequestSite(
  news: PullRequestEvent,
  deps: PullRequestSiteDeps,
): Promise<'made' | 'refused' | 'nothing'> {
  const refuse = (why: UserError) => rejectPullRequest(news, why, deps)
  if (news.isFork) return refuse(new UserError('pull-request-from-fork', {}))
  const order = await orderFor(news, deps)
  for (const name of pullRequestNames(news)) {
    const creation = await made({ ...order, name }, news, deps)
    if (isUserError(creation)) return refuse(creation)
    if ('site' in creation) return 'made'
    const [error] = Object.values(creation.errors)
    if (error?.code !== 'name-taken') return refuse(error ?? new UserError('changed-meanwhile', { name }))
    const other = await deps.store.load(name)
    // The same news came twice at once.
    if (other !== undefined && isSiteOf(other, news)) return 'nothing'
  }
  return refuse(new UserError('name-taken', { name: pullRequestNames(news)[0] ?? '' }))
}

async function made(order: Order, news: PullRequestEvent, deps: PullRequestSiteDeps): Promise<Creation | UserError> {
  try {
    // The code host itself has just told of the branch.
    return await createSite(order, operator(news.by), { ...deps, exists: async () => 'yes' })
  } catch (error) {
    if (isUserError(error)) return error
    throw error
  }
}

/** As the newest site of that repository in the channel is, or else as the form suggests. */
async function orderFor(news: PullRequestEvent, deps: PullRequestSiteDeps): Promise<Omit<Order, 'name'>> {
  const { store, channel, clock, policy } = deps
  const { images, sizes } = await deps.catalogue()
  const { sites } = await store.list({ by: 'channel', channel }, { limit: MAX_SITES_SEARCHED })
  const before = sites.find(({ spec }) => spec.repository.toLowerCase() === news.repository.toLowerCase())?.spec
  const known = (choices: { id: string }[], id: string | undefined) =>
    (choices.find((choice) => choice.id === id) ?? choices[0])?.id ?? ''
  return {
    repository: news.repository,
    branch: news.branch,
    documentRoot: before?.documentRoot ?? usualOrder.documentRoot,
    image: known(images, before?.image),
    size: known(sizes, before?.size),
    lastDay: defaultExpiryDate(clock.now(), policy),
    accessUser: before?.access.user ?? usualOrder.accessUser,
    password: '',
    channel,
    pullRequest: pullRequestOf(news),
    ...usedBefore(before),
  }
}

function usedBefore(before: SiteSpec | undefined): Pick<Order, 'sshTeam' | 'spaFallback' | 'spot'> {
  const { sshTeam, spaFallback, spot } = before ?? {}
  return {
    ...(sshTeam !== undefined && { sshTeam }),
    ...(spaFallback !== undefined && { spaFallback }),
    ...(spot !== undefined && { spot }),
  }
}

export interface RejectionDeps {
  comment: CodeHost['comment']
  wording: Pick<Wording, 'pullRequestRejection'>
}

/** Says on the pull request why it does not get what the news ask for. */
export async function rejectPullRequest(
  { repository, number }: PullRequestEvent,
  why: UserError,
  { comment, wording }: RejectionDeps,
): Promise<'refused'> {
  await comment(repository, number, wording.pullRequestRejection(why))
  return 'refused'
}
