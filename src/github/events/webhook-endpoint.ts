import { createFollowPush } from '../../control/pushes/follow-push.ts'
import type { FollowPullRequest } from '../../control/pull-requests/follow-pull-request.ts'
import { createFollowRename } from '../../control/follow-rename.ts'
import type { Clock, SiteStore } from '../../control/ports.ts'
import type { CodeHost } from '../../control/code-host.ts'
import { changeSite } from '../../control/run-operation.ts'
import { allSites } from '../../control/all-sites.ts'
import { type Log, reportTo } from '../../log.ts'
import { followTeam } from '../../site/operations/refresh-users.ts'
import type { RemovedMember } from '../../site/site.ts'
import { undefinedIf } from '../../site/errors.ts'
import { isUserError } from '../../site/user-error.ts'
import { createEventAnswerer, type EventAnswer } from './answer-event.ts'
import { eventReply, type EventReply } from './event-reply.ts'

export interface WebhookEndpointDeps {
  org: string
  /** Without it, the App has no webhook. */
  secret: string | undefined
  store: SiteStore
  clock: Clock
  log: Log
  /** Without it, renamed default branches aren't followed. */
  exists?: CodeHost['exists']
  /** Without it, pull requests get no sites. */
  followPullRequest?: FollowPullRequest
  /** See `FollowPushDeps.knownForMs`. */
  sitesKnownForMs?: number
}

/** An HTTP request from GitHub. */
export interface EventCall {
  method: string
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>
  /** undefined: too large. */
  body(): Promise<string | undefined>
}

/** Takes the GitHub App's events at a public address. Never throws: errors are reported. */
export function createWebhookEndpoint(deps: WebhookEndpointDeps): (call: EventCall) => Promise<EventReply> {
  const { org, secret, store, clock, log, exists, followPullRequest } = deps
  const report = reportTo(log)
  const answer = createEventAnswerer({
    org,
    secret: secret ?? '',
    sites: async () => (await allSites(store)).sites,
    followTeam: (name, removed) => follow({ store, clock }, name, removed),
    followRename: createFollowRename({ store, exists }),
    followPush: createFollowPush({ store, clock, knownForMs: deps.sitesKnownForMs }),
    ...(followPullRequest && { followPullRequest }),
  })
  return async ({ method, headers, body }) => {
    if (secret === undefined || secret === '')
      return eventReply(404, 'Events are off: the secret github-webhook-secret is not set.')
    if (method !== 'POST') return eventReply(405, 'Only POST.', { allow: 'POST' })
    try {
      const text = await body()
      if (text === undefined) return eventReply(413, 'Too large for any event that is used here.')
      const event = one(headers['x-github-event'])
      const answered = await answer({ event, signature: one(headers['x-hub-signature-256']), body: text })
      const { newName } = answered
      if (newName !== undefined) report(new Error(`github.org is ${org}, which is called ${newName} now`))
      if (touchesSites(answered))
        log({ level: 'info', message: lineOf(answered), operation: `github-${event}`, outcome: 'succeeded' })
      return eventReply(answered.status, lineOf(answered))
    } catch (error) {
      report(new Error('An event of GitHub could not be handled', { cause: error }))
      return eventReply(500, 'Something went wrong: the log says what. The daily checks make up for it.')
    }
  }
}

/** Has it touched any site? */
function touchesSites({ status, refreshed, renamed = [], pushed = [], pullRequest }: EventAnswer): boolean {
  return status === 202 && (pullRequest !== undefined || [...refreshed, ...renamed, ...pushed].length > 0)
}

/** Fine when the site went to sleep meanwhile, or is gone. */
async function follow(
  deps: Pick<WebhookEndpointDeps, 'store' | 'clock'>,
  name: string,
  removed?: RemovedMember,
): Promise<void> {
  const isFine = (error: unknown) => isUserError(error) && error.code !== 'changed-meanwhile'
  await undefinedIf(
    isFine,
    changeSite(deps, { name }, (site, { now }) => followTeam(site, removed, now)),
  )
}

const lines: Record<Exclude<EventAnswer['status'], 202>, string> = {
  204: '',
  400: 'Not a valid event of GitHub.',
  401: "The signature doesn't match the secret github-webhook-secret.",
}

const reasons: Record<NonNullable<EventAnswer['reason']>, string> = {
  'no-json': 'Not JSON: the content type of the webhook must be application/json.',
  'no-organization': "Nothing to do: the repository doesn't belong to an organization.",
}

function lineOf({ status, refreshed, renamed = [], newName, reason, pullRequest, pushed }: EventAnswer): string {
  if (reason !== undefined) return reasons[reason]
  if (status !== 202) return lines[status]
  if (newName !== undefined) return `The organization is called ${newName} now: change the setting github.org.`
  if (pushed !== undefined)
    return pushed.length === 0 ? 'No site of this branch.' : `Sites of this branch: ${pushed.join(', ')}.`
  if (pullRequest !== undefined) return `Site of the pull request: ${pullRequest}.`
  const done = [
    ...(renamed.length > 0 ? [`Renamed for ${renamed.join(', ')}`] : []),
    ...(refreshed.length > 0 ? [`Checking the team of ${refreshed.join(', ')}`] : []),
  ]
  return done.length === 0 ? 'No site is affected.' : done.join('. ')
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
