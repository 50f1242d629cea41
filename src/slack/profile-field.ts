import type { WebClient } from '@slack/web-api'

/** What someone's profile has in the field with that id; '' for nothing. */
export async function profileFieldOf(client: WebClient, userId: string, field: string): Promise<string> {
  const { profile } = await client.users.profile.get({ user: userId })
  return profile?.fields?.[field]?.value ?? ''
}
