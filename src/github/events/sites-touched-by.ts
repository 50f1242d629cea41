import { assertNever } from '../../site/assert-never.ts'
import type { Site } from '../../site/site.ts'
import type { TeamEvent } from './team-event.ts'

/**
 * The sites whose accounts may have to change. Rather one too many, which costs a look, than one too few, on whose
 * machine somebody could still log in. Sites without a team have nobody on them, and those that are not up get
 * everybody anew when they start.
 */
export function sitesTouchedBy(event: TeamEvent, sites: readonly Site[]): Site[] {
  return sites.filter(({ spec }) => spec.desired === 'up' && isTouched(event, spec))
}

/** How many of these let that person in. */
export function sitesWith(login: string, sites: readonly Site[]): number {
  const isHere = (one: string) => one.toLowerCase() === login.toLowerCase()
  return sites.filter(({ status }) => status.users?.logins?.some(isHere)).length
}

function isTouched(event: TeamEvent, { repository, sshTeam }: Site['spec']): boolean {
  if (sshTeam === undefined) return false
  switch (event.event) {
    case 'membership':
      return isTeam(event.team, sshTeam)
    case 'team':
      // A repository that the team, and with it all below it, gained or lost.
      if (event.repository !== undefined) return isRepository(event.repository, repository)
      return isTeam(event.team, sshTeam)
    case 'member':
      return isRepository(event.repository, repository)
    case 'organization':
      return true
    default:
      return assertNever(event)
  }
}

/** Members of a child team are those of all above it, too, of which an event names the next only. */
function isTeam({ slug, parent }: Extract<TeamEvent, { event: 'team' }>['team'], sshTeam: string): boolean {
  const isKnown = slug !== undefined && (parent === null || parent === undefined)
  return !isKnown || slug.toLowerCase() === sshTeam.toLowerCase()
}

function isRepository({ full_name: fullName }: { full_name: string }, repository: string): boolean {
  return fullName.toLowerCase() === repository.toLowerCase()
}
