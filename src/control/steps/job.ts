import type { Member } from '../code-host.ts'
import type { Site, SiteStatus, Team } from '../../site/site.ts'
import { hasOtherSize } from '../../site/size.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due } from '../step.ts'

/** A claim older than this was abandoned. */
const CLAIM_MS = MINUTE_MS
/** The most members of one kind that a record names. */
export const MAX_NAMED = 20
/** A login has up to 39 characters, and a record up to 400 KB (DynamoDB). For larger teams, changes are not notified. */
const MAX_LOGINS = 1000

type Command = NonNullable<SiteStatus['command']>

/** The machine takes commands, and runs no other job. */
export function canRunJob(site: Site): boolean {
  const { spec, status } = site
  const { instance, command } = status
  const isReachable = spec.desired === 'up' && instance?.state === 'running' && instance.reachable
  return isReachable && command?.id === undefined && !hasOtherSize(site)
}

export function unlessClaimed({ status: { command } }: Site, now: Instant): Due {
  if (command === undefined || command.startedAt + CLAIM_MS <= now) return 'now'
  return { at: command.startedAt + CLAIM_MS }
}

/** The claim of a job that brings about the spec of now. */
export function commandFor({ spec, status }: Site, job: Command['job'], now: Instant): Command {
  const { setUpRevision: revision, access, usersRevision, environment } = spec
  const commit = status.deploy?.commit
  const failedAt = status.troubles?.deploy?.at
  const head = status.head?.commit
  const known = {
    ...(commit !== undefined && { commit }),
    ...(failedAt !== undefined && { failedAt }),
    ...(head !== undefined && { head }),
  }
  const revisions = {
    revision,
    accessRevision: access.revision,
    usersRevision,
    ...(environment && { environmentRevision: environment.revision }),
  }
  return { job, ...revisions, startedAt: now, known }
}

/** What the record keeps of the members who have access. */
export function teamOf(members: Member[]): Team {
  const withoutKeys = members.filter(({ publicKeys }) => publicKeys.length === 0).map(({ login }) => login)
  return {
    count: members.length,
    ...(withoutKeys.length > 0 && { withoutKeys: withoutKeys.slice(0, MAX_NAMED) }),
    ...(members.length <= MAX_LOGINS && { logins: members.map(({ login }) => login).toSorted() }),
  }
}
