import { codeHostWording } from '../../views/code-host-wording.ts'
import type { Config } from '../config.ts'
import { createFollowPullRequest, type FollowPullRequest } from '../control/pull-requests/follow-pull-request.ts'
import type { CodeHost } from '../control/code-host.ts'
import { MAX_EVENT_BYTES } from '../github/events/event-reply.ts'
import { createWebhookEndpoint, type WebhookEndpointDeps } from '../github/events/webhook-endpoint.ts'
import type { Catalogue } from '../site/order.ts'
import type { FunctionUrlEvent, FunctionUrlHandler } from '../slack/function-url.ts'
import { createViewContexts, type ViewContextDeps } from '../../views/view-context.ts'

export interface GithubEventsDeps extends Omit<WebhookEndpointDeps, 'followPullRequest'> {
  /** Without it, pull requests get no sites. */
  pullRequests?: PullRequestDeps
  /** Called for an event that isn't signed with the secret. */
  onRejected?: () => void
}

interface PullRequestDeps extends Config {
  /** Where these sites' cards are posted. */
  channel: string
  addresses: ViewContextDeps['addresses']
  codeHost: Pick<CodeHost, 'comment'>
  catalogue(): Promise<Catalogue>
}

/** Takes GitHub's events, behind the same Function URL as Slack's requests. Loaded with the first event, so that Slack never waits for it. */
export function createGithubEvents({ pullRequests, onRejected, ...deps }: GithubEventsDeps): FunctionUrlHandler {
  const endpoint = createWebhookEndpoint({
    ...deps,
    ...(pullRequests && { followPullRequest: followWith(pullRequests, deps) }),
  })
  return async (event) => {
    const { status, headers, body } = await endpoint({
      method: event.requestContext.http.method,
      headers: event.headers,
      body: async () => textOf(event),
    })
    if (status === 401) onRejected?.()
    return { statusCode: status, headers, body }
  }
}

function followWith(
  { codeHost, ...pullRequests }: PullRequestDeps,
  { store, clock, log }: Pick<WebhookEndpointDeps, 'store' | 'clock' | 'log'>,
): FollowPullRequest {
  const wording = codeHostWording(createViewContexts(pullRequests).everybody())
  return createFollowPullRequest({ ...pullRequests, store, clock, log, wording, comment: codeHost.comment })
}

function textOf({ body = '', isBase64Encoded }: FunctionUrlEvent): string | undefined {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  return bytes.length > MAX_EVENT_BYTES ? undefined : bytes.toString('utf8')
}
