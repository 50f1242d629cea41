import type { Member } from '../code-host.ts'
import type { Site, SiteStatus, Team } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due } from '../step.ts'

/** A claim older than this was given up. */
const CLAIM_MS = MINUTE_MS
/** Kept in a record; whoever has more teammates without a key than these knows what to do. */
const MAX_WITHOUT_KEYS = 20
/** A login has 39 characters at most, and a record 400 KB (DynamoDB). Of larger teams nobody is told who comes and goes. */
const MAX_LOGINS = 1000

type Command = NonNullable<SiteStatus['command']>

/** The machine takes commands, and no other job is under way on it. */
export function canRunJob({ spec, status: { instance, command } }: Site): boolean {
  return spec.desired === 'up' && instance?.state === 'running' && instance.reachable && command?.id === undefined
}

export function unlessClaimed({ status: { command } }: Site, now: Instant): Due {
  if (command === undefined || command.startedAt + CLAIM_MS <= now) return 'now'
  return { at: command.startedAt + CLAIM_MS }
}

/** The claim of a job that brings about what the site's spec says now. */
export function commandFor({ spec, status }: Site, job: Command['job'], now: Instant): Command {
  const { setUpRevision: revision, access, usersRevision } = spec
  const commit = status.deploy?.commit
  const failedAt = status.troubles?.deploy?.at
  const head = status.head?.commit
  const known = {
    ...(commit !== undefined && { commit }),
    ...(failedAt !== undefined && { failedAt }),
    ...(head !== undefined && { head }),
  }
  return { job, revision, accessRevision: access.revision, usersRevision, startedAt: now, known }
}

/** What is kept of those who are let in. */
export function teamOf(members: Member[]): Team {
  const withoutKeys = members.filter(({ publicKeys }) => publicKeys.length === 0).map(({ login }) => login)
  return {
    count: members.length,
    ...(withoutKeys.length > 0 && { withoutKeys: withoutKeys.slice(0, MAX_WITHOUT_KEYS) }),
    ...(members.length <= MAX_LOGINS && { logins: members.map(({ login }) => login).toSorted() }),
  }
}
