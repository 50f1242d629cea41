import type { TeamChange } from './team-changes.ts'

/** The one organization of this code host, to whose App its events go. */
export const LOCAL_ORG = 'local'

/** What GitHub sends when somebody joins or leaves a team ("Webhook events and payloads", membership), as far as it is used here. */
export function membershipPayload({ action, team, login }: TeamChange) {
  return {
    action,
    scope: 'team',
    member: { login, type: 'User' },
    team: { name: team, slug: team, parent: null },
    organization: { login: LOCAL_ORG },
  }
}
