import * as z from 'zod'
import type { PullRequestEvent as SiteEvent } from '../../site/pull-request.ts'

/** Asks for a site. GitHub tells labels apart whatever their case. */
const LABEL = 'testsite'

const label = z.object({ name: z.string() })
const repository = z.object({ full_name: z.string() })

/** What is used of the event ("Webhook events and payloads", pull_request). */
const pullRequestEvent = z.object({
  action: z.string(),
  /** The one that was set or taken away. */
  label: label.optional(),
  /** Absent where the repository is a person's own. */
  organization: z.object({ login: z.string() }).nullish(),
  repository,
  sender: z.object({ login: z.string() }),
  pull_request: z.object({
    number: z.int().positive(),
    state: z.string(),
    labels: z.array(label),
    updated_at: z.iso.datetime({ offset: true }),
    /** The repository of a fork may be gone. */
    head: z.object({ ref: z.string().min(1), sha: z.string().regex(/^[0-9a-f]{40,64}$/), repo: repository.nullable() }),
  }),
})
type PullRequestEvent = z.infer<typeof pullRequestEvent>

/** What the event tells of a pull request that has to do with sites. Other answers as of {@link readTeamEvent}. */
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
  // Of labels that are set or taken away together each has its own event, with the same time.
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

/** Not to be taken for a Slack user, whatever they are called at GitHub. */
function personAtGithub(login: string): string {
  return `github:${/^[A-Za-z0-9_-]{1,60}(?:\[bot\])?$/.test(login) ? login : 'somebody'}`
}
