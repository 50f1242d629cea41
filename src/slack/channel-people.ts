import type { WebClient } from '@slack/web-api'
import type { People } from './people.ts'
import { isPlatformError } from './rate-limited-call.ts'

/** `users.info` is asked about each person, and Slack only answers about a hundred a minute. */
const MOST_PEOPLE = 30

/**
 * Whether everyone in a channel is known to be a member of the workspace: no guest, nobody from another one. False for a channel with
 * more than 30 people, and for one that the app can't look into.
 */
export async function isForMembersOnly(client: WebClient, channel: string, people: People): Promise<boolean> {
  const members = await membersOf(client, channel)
  const memberships = await Promise.all(members.map((id) => people.membershipOf(client, id)))
  return members.length > 0 && memberships.every((membership) => membership === 'member' || membership === 'bot')
}

/** Nobody if there are too many, or the app can't see them. */
async function membersOf(client: WebClient, channel: string): Promise<string[]> {
  try {
    const { members = [], response_metadata: next } = await client.conversations.members({
      channel,
      limit: MOST_PEOPLE,
    })
    return (next?.next_cursor ?? '') === '' ? members : []
  } catch (error) {
    if (isPlatformError(error)) return []
    throw error
  }
}
