import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { isPlatformError } from './rate-limited-call.ts'
import { kindOf } from './slack-errors.ts'

/** Whom, and where they are: in which channel, and in which thread there. */
export interface Addressee {
  user: string
  channel?: string | undefined
  thread?: string | undefined
}

/**
 * Tells one person, and nobody else: where they are, or, where that cannot be, in a direct message, which stays. Whatever else
 * goes wrong is the caller's to answer in another way, while there is time.
 */
export async function postEphemeralOrDm(client: WebClient, addressee: Addressee, message: MessageView): Promise<void> {
  if (await postEphemeral(client, addressee, message)) return
  const { channel: direct } = await client.conversations.open({ users: addressee.user })
  if (direct?.id === undefined) throw new Error('Slack opened no direct message')
  await client.chat.postMessage({ channel: direct.id, ...message })
}

/** Tells one person, by a message that Slack keeps nowhere. False: they left the channel, or the app is not in it. */
export async function postEphemeral(
  client: WebClient,
  { user, channel, thread }: Addressee,
  message: MessageView,
): Promise<boolean> {
  if (channel === undefined) return false
  try {
    await client.chat.postEphemeral({ channel, user, ...message, ...(thread !== undefined && { thread_ts: thread }) })
    return true
  } catch (error) {
    if (isNotThere(error)) return false
    throw error
  }
}

function isNotThere(error: unknown): boolean {
  return isPlatformError(error) && (error.data.error === 'user_not_in_channel' || kindOf(error) === 'channel')
}
