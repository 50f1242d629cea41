import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { isPlatformError } from './called.ts'
import { kindOf } from './slack-errors.ts'

/**
 * Tells one person, and nobody else: in the channel where they are, or, where that cannot be, in a direct message. Whatever else
 * goes wrong is the caller's to answer in another way, while there is time.
 */
export async function tellOne(
  client: WebClient,
  { user, channel }: { user: string; channel?: string | undefined },
  message: MessageView,
): Promise<void> {
  if (channel !== undefined) {
    try {
      await client.chat.postEphemeral({ channel, user, ...message })
      return
    } catch (error) {
      if (!isNotThere(error)) throw error
    }
  }
  const { channel: direct } = await client.conversations.open({ users: user })
  if (direct?.id === undefined) throw new Error('Slack opened no direct message')
  await client.chat.postMessage({ channel: direct.id, ...message })
}

/** They left the channel, or the app is not in it; either way the direct message reaches them. */
function isNotThere(error: unknown): boolean {
  return isPlatformError(error) && (error.data.error === 'user_not_in_channel' || kindOf(error) === 'channel')
}
