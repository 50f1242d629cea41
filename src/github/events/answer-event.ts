import pLimit from 'p-limit'
import type { FollowPullRequest, PullRequestOutcome } from '../../control/pull-requests/follow-pull-request.ts'
import type { FollowPush } from '../../control/pushes/follow-push.ts'
import type { FollowRename } from '../../control/follow-rename.ts'
import { parseJson } from '../../parse-json.ts'
import type { RemovedMember, Site } from '../../site/site.ts'
import { readPullRequestEvent } from './pull-request-event.ts'
import { readRenameEvent } from './rename-event.ts'
import { sitesAffectedBy, sitesWith, removedMemberOf, readTeamEvent } from './team-event.ts'
import { readPushEvent } from './push-event.ts'
import { isSigned } from './signature.ts'

export interface EventDeps {
  org: string
  /** Of the App's webhook. */
  secret: string
  /** All sites. */
  sites(): Promise<readonly Site[]>
  /**
   * Requests that the team of that site is observed again; fine when the site's phase doesn't allow it. `removed`: who has left,
   * and how many sites that affects.
   */
  followTeam(name: string, removed: RemovedMember | undefined): Promise<void>
  /** Without it, records keep their names. */
  followRename?: FollowRename
  followPush: FollowPush
  /** Without it, pull requests get no sites. */
  followPullRequest?: FollowPullRequest
}

/** A request to the App's webhook endpoint: header values, and the body as it was sent, of limited size. */
export interface EventRequest {
  /** `x-github-event` */
  event: string | undefined
  /** `x-hub-signature-256` */
  signature: string | undefined
  body: string
}

/** An HTTP status for GitHub's list of deliveries, and what was done. */
export interface EventAnswer {
  status: 202 | 204 | 400 | 401
  refreshed: string[]
  /** Sites whose repository, branch or team has a new name. */
  renamed?: string[]
  /** Of the organization; the settings still have the old one. */
  newName?: string
  /** Why nothing was done. */
  reason?: 'no-json' | 'no-organization'
  /** Sites of the branch that was pushed to. */
  pushed?: string[]
  /** What became of a pull request's site. */
  pullRequest?: PullRequestOutcome
}

const AT_ONCE = 10

/**
 * Acts on the App's events; the daily checks make up for lost ones. Nothing is parsed before the signature is verified. Rejects
 * when a site couldn't be changed, after it has tried all of them.
 */
export function createEventAnswerer(deps: EventDeps) {
  const { org, secret, sites, followTeam, followPush, followRename, followPullRequest } = deps
  return async ({ event, signature, body }: EventRequest): Promise<EventAnswer> => {
    if (!(await isSigned(secret, body, signature))) return nothing(401)
    if (event === undefined) return nothing(400)
    const payload = parseJson(body)
    if (payload === undefined) return { ...nothing(400), reason: 'no-json' }
    const pullRequestEvent = followPullRequest === undefined ? 'other' : readPullRequestEvent(event, payload, org)
    if (pullRequestEvent === 'malformed') return nothing(400)
    if (pullRequestEvent === 'no-organization') return { ...nothing(202), reason: pullRequestEvent }
    if (pullRequestEvent !== 'other' && followPullRequest)
      return { ...nothing(202), pullRequest: await followPullRequest(pullRequestEvent) }
    const push = readPushEvent(event, payload)
    if (push === 'malformed') return nothing(400)
    if (push !== 'other') return { ...nothing(202), pushed: await followPush(push) }
    const rename = followRename === undefined ? 'other' : readRenameEvent(event, payload, org)
    if (rename === 'malformed') return nothing(400)
    if (rename !== 'other' && rename.kind === 'organization') return { ...nothing(202), newName: rename.to }
    const renamed = rename === 'other' ? undefined : await followRename?.(rename)
    const read = readTeamEvent(event, payload, org)
    if (read === 'malformed') return nothing(400)
    if (read === 'no-organization') return { ...nothing(202), reason: read }
    if (read === 'other') return renamed === undefined ? nothing(204) : { ...nothing(202), renamed }
    const affected = sitesAffectedBy(read, await sites())
    const names = affected.map(({ name }) => name)
    const login = removedMemberOf(read)
    const removed = login === undefined ? undefined : { login, sites: sitesWith(login, affected) }
    await followAll(names, (name) => followTeam(name, removed))
    return { status: 202, refreshed: names, ...(renamed && { renamed }) }
  }
}

function nothing(status: EventAnswer['status']): EventAnswer {
  return { status, refreshed: [] }
}

async function followAll(names: readonly string[], follow: (name: string) => Promise<void>): Promise<void> {
  const limit = pLimit(AT_ONCE)
  const results = await Promise.allSettled(names.map((name) => limit(follow, name)))
  const errors = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${names.length} sites could not be changed`)
}
