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
import { isUserError } from '../../site/user-error.ts'
import { createEventAnswerer, type EventAnswer } from './answer-event.ts'

export interface WebhookEndpointDeps {
  org: string
  /** Absent: the App has no webhook, so that nothing can come from it. */
  secret: string | undefined
  store: SiteStore
  clock: Clock
  log: Log
  /** Absent: a default branch that was renamed is not followed. */
  exists?: CodeHost['exists']
  /** Absent: pull requests get no sites here. */
  followPullRequest?: FollowPullRequest
}

/** A call of GitHub's, in the words of HTTP. */
export interface EventCall {
  method: string
  /** By name in small letters. */
  headers: Record<string, string | string[] | undefined>
  /** undefined: too large to be read. */
  body(): Promise<string | undefined>
}

export interface EventReply {
  status: number
  headers: Record<string, string>
  /** A line, which GitHub shows in the list of deliveries. */
  body: string
}

/** GitHub sends up to 25 MB ("Webhook events and payloads"), and of these events some kilobytes. */
export const MAX_EVENT_BYTES = 1024 * 1024

/** Takes the events of the GitHub App at an address that is open to all. Never throws: what breaks is reported. */
export function createWebhookEndpoint(deps: WebhookEndpointDeps): (call: EventCall) => Promise<EventReply> {
  const { org, secret, store, clock, log, exists, followPullRequest } = deps
  const report = reportTo(log)
  const answer = createEventAnswerer({
    org,
    secret: secret ?? '',
    sites: async () => (await allSites(store)).sites,
    followTeam: (name, leaver) => follow({ store, clock }, name, leaver),
    followRename: createFollowRename({ store, exists }),
    followPush: createFollowPush({ store, clock }),
    ...(followPullRequest && { followPullRequest }),
  })
  return async ({ method, headers, body }) => {
    if (secret === undefined || secret === '')
      return reply(404, 'No events are taken: there is no secret github-webhook-secret.')
    if (method !== 'POST') return reply(405, 'Events come by POST.', { allow: 'POST' })
    try {
      const text = await body()
      if (text === undefined) return reply(413, 'Larger than any event that is of use here.')
      const event = one(headers['x-github-event'])
      const answered = await answer({ event, signature: one(headers['x-hub-signature-256']), body: text })
      const { newName } = answered
      if (newName !== undefined) report(new Error(`GITHUB_ORG is ${org}, which is called ${newName} now`))
      if (isNews(answered))
        log({ level: 'info', message: lineOf(answered), operation: `github-${event}`, outcome: 'succeeded' })
      return reply(answered.status, lineOf(answered))
    } catch (error) {
      report(new Error('An event of GitHub could not be acted on', { cause: error }))
      return reply(500, 'Something went wrong here; the log has the reason. The daily look makes up for it.')
    }
  }
}

/** Has it touched any site? */
function isNews({ status, refreshed, renamed = [], pushed = [], pullRequest }: EventAnswer): boolean {
  return status === 202 && (pullRequest !== undefined || [...refreshed, ...renamed, ...pushed].length > 0)
}

/** A site that went to sleep meanwhile, or is gone, needs no look. */
async function follow(
  deps: Pick<WebhookEndpointDeps, 'store' | 'clock'>,
  name: string,
  leaver?: RemovedMember,
): Promise<void> {
  try {
    await changeSite(deps, { name }, (site, { now }) => followTeam(site, leaver, now))
  } catch (error) {
    if (!isUserError(error) || error.code === 'changed-meanwhile') throw error
  }
}

const lines: Record<Exclude<EventAnswer['status'], 202>, string> = {
  204: '',
  400: 'Not an event as GitHub sends it.',
  401: 'The signature is not that of the secret github-webhook-secret.',
}

const reasons: Record<NonNullable<EventAnswer['because']>, string> = {
  'no-json': 'Not JSON: the content type of the webhook must be application/json.',
  'no-organization': 'Nothing to do: the repository belongs to no organization.',
}

function lineOf({ status, refreshed, renamed = [], newName, because, pullRequest, pushed }: EventAnswer): string {
  if (because !== undefined) return reasons[because]
  if (status !== 202) return lines[status]
  if (newName !== undefined) return `The organization is called ${newName} now: change the setting GITHUB_ORG.`
  if (pushed !== undefined) return pushed.length === 0 ? 'No site follows it.' : `Followed by ${pushed.join(', ')}.`
  if (pullRequest !== undefined) return `The site of the pull request: ${pullRequest}.`
  const news = [
    ...(renamed.length > 0 ? [`Sites under the new name: ${renamed.join(', ')}`] : []),
    ...(refreshed.length > 0 ? [`Teams are looked at: ${refreshed.join(', ')}`] : []),
  ]
  return news.length === 0 ? 'No site is touched.' : news.join('. ')
}

function reply(status: number, body: string, headers: Record<string, string> = {}): EventReply {
  return {
    status,
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
