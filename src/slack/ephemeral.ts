import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { undefinedIf } from '../site/errors.ts'
import { isPlatformError } from './rate-limited-call.ts'
import { kindOf } from './slack-errors.ts'

/** The recipient, and the channel and thread they're in. */
export interface Addressee {
  user: string
  channel?: string | undefined
  thread?: string | undefined
}

/**
 * Sends a message that only one person sees, where they are, or, if that's impossible, a direct message, which stays. Rethrows any other
 * error, so that the caller can answer in another way while there's time.
 */
export async function postEphemeralOrDm(client: WebClient, addressee: Addressee, message: MessageView): Promise<void> {
  if (await postEphemeral(client, addressee, message)) return
  const { channel: direct } = await client.conversations.open({ users: addressee.user })
  if (direct?.id === undefined) throw new Error('Slack opened no direct message')
  await client.chat.postMessage({ channel: direct.id, ...message })
}

/** Sends one person a message that Slack doesn't keep. False if they left the channel or the app isn't in it. */
export async function postEphemeral(
  client: WebClient,
  { user, channel, thread }: Addressee,
  message: MessageView,
): Promise<boolean> {
  if (channel === undefined) return false
  const content = { channel, user, ...message, ...(thread !== undefined && { thread_ts: thread }) }
  return (await undefinedIf(isNotThere, client.chat.postEphemeral(content))) !== undefined
}

function isNotThere(error: unknown): boolean {
  return isPlatformError(error) && (error.data.error === 'user_not_in_channel' || kindOf(error) === 'channel')
}
