import * as z from 'zod'
import type { PullRequestEvent as SiteEvent } from '../../site/pull-request.ts'

/** Requests a site. GitHub ignores the case of labels. */
const LABEL = 'testsite'

const label = z.object({ name: z.string() })
const repository = z.object({ full_name: z.string() })

/** The parts of the event that are used ("Webhook events and payloads", pull_request). */
const pullRequestEvent = z.object({
  action: z.string(),
  /** The one that was added or removed. */
  label: label.optional(),
  /** Missing for a user's own repository. */
  organization: z.object({ login: z.string() }).nullish(),
  repository,
  sender: z.object({ login: z.string() }),
  pull_request: z.object({
    number: z.int().positive(),
    state: z.string(),
    labels: z.array(label),
    updated_at: z.iso.datetime({ offset: true }),
    /** A fork may be gone. */
    head: z.object({ ref: z.string().min(1), sha: z.string().regex(/^[0-9a-f]{40,64}$/), repo: repository.nullable() }),
  }),
})
type PullRequestEvent = z.infer<typeof pullRequestEvent>

/** The event, if it matters to sites. Otherwise as {@link readTeamEvent}. */
export function readPullRequestEvent(
  name: string,
  payload: unknown,
  org: string,
): SiteEvent | 'other' | 'malformed' | 'no-organization' {
  if (name !== 'pull_request') return 'other'
  const { data: event } = pullRequestEvent.safeParse(payload)
  if (event === undefined) return 'malformed'
  if (!event.organization) return 'no-organization'
  if (event.organization.login.toLowerCase() !== org.toLowerCase()) return 'other'
  const intent = intentOf(event)
  if (intent === undefined) return 'other'
  const { action, pull_request: pull, sender } = event
  const { ref: branch, sha: head, repo } = pull.head
  return {
    repository: event.repository.full_name,
    number: pull.number,
    branch,
    head,
    isFork: repo?.full_name.toLowerCase() !== event.repository.full_name.toLowerCase(),
    intent,
    action,
    at: Date.parse(pull.updated_at),
    by: personAtGithub(sender.login),
  }
}

function intentOf({ action, label: changed, pull_request: pull }: PullRequestEvent): SiteEvent['intent'] | undefined {
  // Labels that are added or removed together each have an event, with the same time.
  if (changed !== undefined && !isOurs(changed)) return undefined
  if (action === 'unlabeled') return 'away'
  if (!pull.labels.some(isOurs)) return undefined
  if (action === 'closed') return 'away'
  if (pull.state !== 'open') return undefined
  return action === 'opened' || action === 'reopened' || action === 'labeled' ? 'site' : 'commit'
}

function isOurs({ name }: { name: string }): boolean {
  return name.toLowerCase() === LABEL
}

/** A login must never look like a Slack user. */
function personAtGithub(login: string): string {
  return `github:${/^[A-Za-z0-9_-]{1,60}(?:\[bot\])?$/.test(login) ? login : 'somebody'}`
}
