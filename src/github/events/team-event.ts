import * as z from 'zod'
import type { Site } from '../../site/site.ts'

const person = z.object({ login: z.string() })
const repository = z.object({ full_name: z.string() })
/** A deleted team has no slug. */
const team = z.object({ slug: z.string().optional(), parent: z.object({ slug: z.string() }).nullish() })

/** The parts that are used of events about membership and access ("Webhook events and payloads"). */
const teamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('membership'), action: z.string().optional(), team, member: person.nullish() }),
  z.object({ event: z.literal('team'), team, repository: repository.optional() }),
  z.object({ event: z.literal('member'), action: z.string().optional(), repository, member: person.nullish() }),
  z.object({
    event: z.literal('organization'),
    action: z.string().optional(),
    membership: z.object({ user: person.nullish() }).optional(),
  }),
])

/** Only missing from events about a user's own repository. */
const envelope = z.object({ organization: z.object({ login: z.string() }).nullish() })

export type TeamEvent = z.infer<typeof teamEvent>

const NAMES: ReadonlySet<string> = new Set(teamEvent.options.map(({ shape }) => shape.event.value))

/**
 * `other`: not about people, or of another organization. `no-organization`: of a user's own repository. `malformed`: not as GitHub
 * sends it.
 */
export function readTeamEvent(
  name: string,
  payload: unknown,
  org: string,
): TeamEvent | 'other' | 'malformed' | 'no-organization' {
  if (!NAMES.has(name)) return 'other'
  const about = envelope.safeParse(payload)
  if (!about.success) return 'malformed'
  const { organization } = about.data
  if (organization && organization.login.toLowerCase() !== org.toLowerCase()) return 'other'
  const { data: event = 'malformed' } = teamEvent.safeParse({ ...about.data, ...spread(payload), event: name })
  if (organization || event === 'malformed') return event
  return event.event === 'member' ? 'no-organization' : 'malformed'
}

/** Who has left, if the event is about that. */
export function removedMemberOf(event: TeamEvent): string | undefined {
  switch (event.event) {
    case 'membership':
    case 'member':
      return event.action === 'removed' ? event.member?.login : undefined
    case 'organization':
      return event.action === 'member_removed' ? event.membership?.user?.login : undefined
    case 'team':
      return undefined
  }
}

function spread(payload: unknown): object {
  return typeof payload === 'object' && payload !== null ? payload : {}
}

/**
 * Sites whose accounts may have to change. Rather one too many than one too few, on whose machine somebody could still log in.
 * Sites without a team have no accounts, and those that aren't up are set up again when they start.
 */
export function sitesAffectedBy(event: TeamEvent, sites: readonly Site[]): Site[] {
  return sites.filter(({ spec }) => spec.desired === 'up' && isAffected(event, spec))
}

/** How many of them give that person access. */
export function sitesWith(login: string, sites: readonly Site[]): number {
  const isHere = (one: string) => one.toLowerCase() === login.toLowerCase()
  return sites.filter(({ status }) => status.users?.logins?.some(isHere)).length
}

function isAffected(event: TeamEvent, { repository, sshTeam }: Site['spec']): boolean {
  if (sshTeam === undefined) return false
  switch (event.event) {
    case 'membership':
      return isTeam(event.team, sshTeam)
    case 'team':
      // The team, with its child teams, gained or lost access to it.
      if (event.repository !== undefined) return isRepository(event.repository, repository)
      return isTeam(event.team, sshTeam)
    case 'member':
      return isRepository(event.repository, repository)
    case 'organization':
      return true
  }
}

/** Members of a child team belong to all its ancestors, of which the event only names the parent. */
function isTeam({ slug, parent }: Extract<TeamEvent, { event: 'team' }>['team'], sshTeam: string): boolean {
  const isKnown = slug !== undefined && (parent === null || parent === undefined)
  return !isKnown || slug.toLowerCase() === sshTeam.toLowerCase()
}

function isRepository({ full_name: fullName }: { full_name: string }, repository: string): boolean {
  return fullName.toLowerCase() === repository.toLowerCase()
}
