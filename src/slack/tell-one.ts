import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'

/** Tells one person, and nobody else: in the channel where they are, or, where that cannot be, in a direct message. */
export async function tellOne(
  client: WebClient,
  { user, channel }: { user: string; channel?: string | undefined },
  message: MessageView,
): Promise<void> {
  if (channel !== undefined) {
    try {
      await client.chat.postEphemeral({ channel, user, ...message })
      return
    } catch {
      // They left the channel, or the bot is not in it; either way the direct message reaches them.
    }
  }
  const { channel: direct } = await client.conversations.open({ users: user })
  if (direct?.id === undefined) throw new Error('Slack opened no direct message')
  await client.chat.postMessage({ channel: direct.id, ...message })
}
