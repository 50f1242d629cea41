import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { isPlatformError } from './called.ts'

/** Whom, and where they are: in which channel, and in which thread there. */
export interface Addressee {
  user: string
  channel?: string | undefined
  thread?: string | undefined
}

/** Tells one person, and nobody else: where they are, or, where that cannot be, in a direct message, which stays. */
export async function tellOne(client: WebClient, addressee: Addressee, message: MessageView): Promise<void> {
  if (await tellHere(client, addressee, message).catch(() => false)) return
  const { channel: direct } = await client.conversations.open({ users: addressee.user })
  if (direct?.id === undefined) throw new Error('Slack opened no direct message')
  await client.chat.postMessage({ channel: direct.id, ...message })
}

/**
 * Tells one person, by a message that Slack keeps nowhere. False where Slack refuses: they left the channel, or the bot is not in
 * it. Throws where Slack cannot be reached.
 */
export async function tellHere(
  client: WebClient,
  { user, channel, thread }: Addressee,
  message: MessageView,
): Promise<boolean> {
  if (channel === undefined) return false
  try {
    await client.chat.postEphemeral({ channel, user, ...message, ...(thread !== undefined && { thread_ts: thread }) })
    return true
  } catch (error) {
    if (isPlatformError(error)) return false
    throw error
  }
}
