import { VERIFICATION_TOKEN } from '../identity.ts'
import type { Parts } from '../parts.ts'
import type { State } from '../state.ts'
import type { Channel, Message, Person } from '../workspace.ts'

/** Fields that all interaction payloads share. Source: Slack's "Interaction payloads" reference. */
export function interaction({ state, organization }: Parts, type: string, person: Person) {
  const { team, appId } = state.identity
  return {
    type,
    team: { id: team.id, domain: team.domain, ...(organization && { enterprise_id: organization.id }) },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId ?? team.id },
    api_app_id: appId,
    token: VERIFICATION_TOKEN,
    enterprise: organization === undefined ? null : { id: organization.id, name: organization.name },
    is_enterprise_install: organization?.isInstalledOrgWide === true,
  }
}

/** How Slack names a channel in payloads. */
export function channelName({ name, directWith }: Channel): string {
  return directWith === undefined ? name : 'directmessage'
}

export function messageJson({ identity }: State, { ts, user, text, blocks, threadTs, edited }: Message) {
  return {
    type: 'message',
    user,
    ...(user === identity.botUserId && { bot_id: identity.botId, app_id: identity.appId }),
    ts,
    text,
    team: identity.team.id,
    ...(blocks !== undefined && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(edited === true && { edited: { user, ts } }),
  }
}

/** The body of an interaction request. */
export function payloadForm(payload: Record<string, unknown>): { kind: 'form'; body: string } {
  return { kind: 'form', body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() }
}
