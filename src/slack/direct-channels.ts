import type { WebClient } from '@slack/web-api'
import type { RateLimitedCall } from './rate-limited-call.ts'

/** Opens direct messages; each is asked for once. Edits want the conversation's id and take no person's (Slack, chat.update). */
export function createDirectChannels({ client, called }: { client: WebClient; called: RateLimitedCall }) {
  const known = new Map<string, string>()
  return async (userId: string): Promise<string> => {
    const before = known.get(userId)
    if (before !== undefined) return before
    const { channel } = await called('conversations.open', () => client.conversations.open({ users: userId }))
    if (channel?.id === undefined) throw new Error('Slack opened no direct message')
    known.set(userId, channel.id)
    return channel.id
  }
}
