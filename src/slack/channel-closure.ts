import type { WebClient } from '@slack/web-api'
import { isPlatformError } from './rate-limited-call.ts'
import { leaving } from './deadline.ts'
import { kindOf } from './slack-errors.ts'

/** Of the time for calls, what is kept for the hash, the table and for telling the person. */
const REST_MS = 900

/**
 * Slack's word for why the app cannot post in that channel; undefined where it can, and where Slack does not say in time:
 * what is refused later is told to the owner. Public channels take what it posts without its being a member
 * (`chat:write.public`).
 */
export async function channelClosure(client: WebClient, channel: string): Promise<string | undefined> {
  try {
    const { channel: info } = await leaving(REST_MS, () => client.conversations.info({ channel }))
    if (info?.is_archived === true) return 'is_archived'
    return info?.is_private === true && info.is_member === false ? 'not_in_channel' : undefined
  } catch (error) {
    return isPlatformError(error) && kindOf(error) === 'channel' ? error.data.error : undefined
  }
}
