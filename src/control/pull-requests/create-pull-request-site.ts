import { defaultExpiryDate } from '../../site/expiry.ts'
import { operator } from '../../site/permissions.ts'
import { isSiteOf, pullRequestNames, pullRequestOf, type PullRequestEvent } from '../../site/pull-request.ts'
import { type Order, usualOrder } from '../../site/order.ts'
import { UserError, isUserError, orUserError } from '../../site/user-error.ts'
import { createSite, type CreateDeps } from '../create-site.ts'
import type { CodeHost, Wording } from '../code-host.ts'

export interface PullRequestSiteDeps extends Omit<CreateDeps, 'exists' | 'expectReader'>, RejectionDeps {
  /** Where the cards of these sites are posted. */
  channel: string
}

/** The newest sites of the channel, among which one of the same pull request or repository is looked for. */
export const MAX_SITES_SEARCHED = 100

/** Creates the site of a pull request, or comments there why not. Nobody knows its password until somebody sets one. */
export async function createPullRequestSite(
  event: PullRequestEvent,
  deps: PullRequestSiteDeps,
): Promise<'created' | 'rejected' | 'nothing'> {
  const reject = (why: UserError) => rejectPullRequest(event, why, deps)
  if (event.isFork) return reject(new UserError('pull-request-from-fork', {}))
  const order = await orderFor(event, deps)
  // The event itself shows that the branch exists, and who can add a label can read the repository.
  const createDeps: CreateDeps = { ...deps, exists: async () => 'yes', expectReader: async () => {} }
  for (const name of pullRequestNames(event)) {
    const creation = await orUserError(createSite({ ...order, name }, operator(event.by), createDeps))
    if (isUserError(creation)) return reject(creation)
    if ('site' in creation) return 'created'
    const [error] = Object.values(creation.errors)
    if (error?.code !== 'name-taken') return reject(error ?? new UserError('changed-meanwhile', { name }))
    const other = await deps.store.load(name)
    // The same event was delivered twice at once.
    if (other !== undefined && isSiteOf(other, event)) return 'nothing'
  }
  return reject(new UserError('name-taken', { name: pullRequestNames(event)[0] ?? '' }))
}

/** With the settings of the channel's newest site of that repository, or else the form's defaults. */
async function orderFor(event: PullRequestEvent, deps: PullRequestSiteDeps): Promise<Omit<Order, 'name'>> {
  const { store, channel, clock, policy } = deps
  const { images, sizes } = await deps.catalogue()
  const { sites } = await store.list({ by: 'channel', channel }, { limit: MAX_SITES_SEARCHED })
  const before = sites.find(({ spec }) => spec.repository.toLowerCase() === event.repository.toLowerCase())?.spec
  const known = (choices: { id: string }[], id: string | undefined) =>
    (choices.find((choice) => choice.id === id) ?? choices[0])?.id ?? ''
  return {
    repository: event.repository,
    branch: event.branch,
    documentRoot: before?.documentRoot ?? usualOrder.documentRoot,
    image: known(images, before?.image),
    size: known(sizes, before?.size),
    lastDay: defaultExpiryDate(clock.now(), policy),
    accessUser: before?.access.user ?? usualOrder.accessUser,
    password: '',
    channel,
    pullRequest: pullRequestOf(event),
    appDirectory: before?.appDirectory,
    startCommand: before?.startCommand,
    services: before?.services,
    sharedDirectories: before?.sharedDirectories,
    sshTeam: before?.sshTeam,
    spaFallback: before?.spaFallback,
    spot: before?.spot,
  }
}

export interface RejectionDeps {
  comment: CodeHost['comment']
  wording: Pick<Wording, 'pullRequestRejection'>
}

/** Comments on the pull request why the event can't be followed. */
export async function rejectPullRequest(
  { repository, number }: PullRequestEvent,
  why: UserError,
  { comment, wording }: RejectionDeps,
): Promise<'rejected'> {
  await comment(repository, number, wording.pullRequestRejection(why))
  return 'rejected'
}
