import { APP_ID, BOT_ID, BOT_USER_ID, team, VERIFICATION_TOKEN } from '../identity.ts'
import type { Channel, Message, Organization, Person } from '../workspace.ts'

/** Fields that all interaction payloads share. Source: Slack's "Interaction payloads" reference. */
export function interaction(type: string, person: Person, organization?: Organization) {
  return {
    type,
    team: { id: team.id, domain: team.domain, ...(organization && { enterprise_id: organization.id }) },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId ?? team.id },
    api_app_id: APP_ID,
    token: VERIFICATION_TOKEN,
    enterprise: organization === undefined ? null : { id: organization.id, name: organization.name },
    is_enterprise_install: organization?.isInstalledOrgWide === true,
  }
}

/** How Slack names a channel in payloads. */
export function channelName({ name, directWith }: Channel): string {
  return directWith === undefined ? name : 'directmessage'
}

export function messageJson({ ts, user, text, blocks, threadTs, edited }: Message) {
  return {
    type: 'message',
    user,
    ...(user === BOT_USER_ID && { bot_id: BOT_ID, app_id: APP_ID }),
    ts,
    text,
    team: team.id,
    ...(blocks !== undefined && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(edited === true && { edited: { user, ts } }),
  }
}

/** The body of an interaction request. */
export function payloadForm(payload: Record<string, unknown>): { kind: 'form'; body: string } {
  return { kind: 'form', body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() }
}
