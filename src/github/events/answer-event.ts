import { verify } from '@octokit/webhooks-methods'
import pLimit from 'p-limit'
import type { FollowPullRequest, PullRequestOutcome } from '../../control/pull-requests/follow-pull-request.ts'
import type { FollowPush } from '../../control/pushes/follow-push.ts'
import type { FollowRename } from '../../control/follow-rename.ts'
import type { RemovedMember, Site } from '../../site/site.ts'
import { readPullRequestEvent } from './pull-request-event.ts'
import { readRenameEvent } from './rename-event.ts'
import { sitesTouchedBy, sitesWith, removedMemberOf, readTeamEvent } from './team-event.ts'
import * as z from 'zod'
import type { Push } from '../../control/pushes/branch-head.ts'

export interface EventDeps {
  org: string
  /** That the App's webhook was given. */
  secret: string
  /** Every site there is. */
  sites(): Promise<readonly Site[]>
  /**
   * Asks for a fresh look at the team of the site of that name; fine when it cannot be asked now. `leaver`: who is known to
   * have left, and how many sites with that.
   */
  followTeam(name: string, leaver: RemovedMember | undefined): Promise<void>
  /** Absent: records keep the names that they have. */
  followRename?: FollowRename
  followPush: FollowPush
  /** Absent: pull requests get no sites here. */
  followPullRequest?: FollowPullRequest
}

/** A request to the address that the App's webhook leads to: header values, and the body as it was sent, of bounded size. */
export interface EventRequest {
  /** `x-github-event` */
  event: string | undefined
  /** `x-hub-signature-256` */
  signature: string | undefined
  body: string
}

/** An HTTP status, for GitHub's list of deliveries, and whose teams are looked at. */
export interface EventAnswer {
  status: 202 | 204 | 400 | 401
  refreshed: string[]
  /** Sites that have another name of a repository, branch or team now. */
  renamed?: string[]
  /** Of the organization, which the settings have under its old one. */
  newName?: string
  /** Why nothing is done. */
  because?: 'no-json' | 'no-organization'
  /** The sites that follow the branch that was pushed to. */
  pushed?: string[]
  /** What became of a pull request's site. */
  pullRequest?: PullRequestOutcome
}

const AT_ONCE = 10

/**
 * Acts on the events of the App as soon as they come; the daily look makes up for those that were lost. Nothing is even read
 * before the signature is known to be right. Rejects when a site could not be asked, the others having been.
 */
export function createEventAnswerer(deps: EventDeps) {
  const { org, secret, sites, followTeam, followPush, followRename, followPullRequest } = deps
  return async ({ event, signature, body }: EventRequest): Promise<EventAnswer> => {
    if (!(await isSigned(secret, body, signature))) return nothing(401)
    if (event === undefined) return nothing(400)
    const payload = parse(body)
    if (payload === undefined) return { ...nothing(400), because: 'no-json' }
    const news = followPullRequest === undefined ? 'other' : readPullRequestEvent(event, payload, org)
    if (news === 'malformed') return nothing(400)
    if (news === 'no-organization') return { ...nothing(202), because: news }
    if (news !== 'other' && followPullRequest) return { ...nothing(202), pullRequest: await followPullRequest(news) }
    const push = readPushEvent(event, payload)
    if (push === 'malformed') return nothing(400)
    if (push !== 'other') return { ...nothing(202), pushed: await followPush(push) }
    const rename = followRename === undefined ? 'other' : readRenameEvent(event, payload, org)
    if (rename === 'malformed') return nothing(400)
    if (rename !== 'other' && rename.kind === 'organization') return { ...nothing(202), newName: rename.to }
    const renamed = rename === 'other' ? undefined : await followRename?.(rename)
    const read = readTeamEvent(event, payload, org)
    if (read === 'malformed') return nothing(400)
    if (read === 'no-organization') return { ...nothing(202), because: read }
    if (read === 'other') return renamed === undefined ? nothing(204) : { ...nothing(202), renamed }
    const touched = sitesTouchedBy(read, await sites())
    const names = touched.map(({ name }) => name)
    const login = removedMemberOf(read)
    const leaver = login === undefined ? undefined : { login, sites: sitesWith(login, touched) }
    await followAll(names, (name) => followTeam(name, leaver))
    return { status: 202, refreshed: names, ...(renamed && { renamed }) }
  }
}

function nothing(status: EventAnswer['status']): EventAnswer {
  return { status, refreshed: [] }
}

async function isSigned(secret: string, body: string, signature = ''): Promise<boolean> {
  // `verify` throws at what is empty; without a secret anybody could sign.
  if (secret === '') throw new Error('The webhook of the GitHub App has no secret')
  return body !== '' && signature !== '' && verify(secret, body, signature)
}

/** undefined for what is no JSON. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

async function followAll(names: readonly string[], follow: (name: string) => Promise<void>): Promise<void> {
  const limit = pLimit(AT_ONCE)
  const results = await Promise.allSettled(names.map((name) => limit(follow, name)))
  const errors = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${names.length} sites could not be asked`)
}

const HEADS = 'refs/heads/'

/** What is used of the event ("Webhook events and payloads", push). */
const pushEvent = z.object({
  ref: z.string(),
  /** All zeros where the branch was deleted. */
  after: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  deleted: z.boolean(),
  repository: z.object({ full_name: z.string() }),
})

/** A branch that was moved. `other`: another event, or of a tag or a deleted branch. `malformed`: such as GitHub does not send. */
export function readPushEvent(name: string, payload: unknown): Push | 'other' | 'malformed' {
  if (name !== 'push') return 'other'
  const { data: event } = pushEvent.safeParse(payload)
  if (event === undefined) return 'malformed'
  if (event.deleted || !event.ref.startsWith(HEADS)) return 'other'
  return { repository: event.repository.full_name, branch: event.ref.slice(HEADS.length), commit: event.after }
}
