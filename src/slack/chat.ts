import { ErrorCode, WebClient, type WebAPIPlatformError } from '@slack/web-api'
import { announcement } from '../../views/announcement.ts'
import { cardMessage } from '../../views/card.ts'
import { settledWarning } from '../../views/settled-warning.ts'
import type { Chat } from '../control/ports.ts'
import { cardFacts } from '../site/card.ts'
import { isMessageMissing, PermanentError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import type { SlackDeps } from './deps.ts'
import { createReaders } from './readers.ts'

export type ChatDeps = Pick<SlackDeps, 'clock' | 'policy' | 'place' | 'locale'>

/** Nobody waits for the reconciler; the steps try again by themselves, so one call may not take long. */
const CALL_TIMEOUT_MS = 10_000

/** What Slack's answers mean for us; any other is taken for passing. Sources: the methods' pages, "Errors". */
const REASONS: Record<string, string> = {
  channel_not_found: 'channel-missing',
  is_archived: 'channel-missing',
  not_in_channel: 'channel-missing',
  restricted_action: 'channel-missing',
  message_not_found: 'message-missing',
  cant_update_message: 'message-missing',
  thread_not_found: 'message-missing',
}

/** The `Chat` port on Slack's Web API. Rate limits are waited for by the client, as Slack's Retry-After says. */
export function createChat(
  deps: ChatDeps,
  { botToken, slackApiUrl }: { botToken: string; slackApiUrl?: string },
): Chat {
  const client = new WebClient(botToken, {
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 1 },
    ...(slackApiUrl !== undefined && { slackApiUrl }),
  })
  const reader = createReaders(deps).everybody()
  const card = (site: Site) => cardMessage({ ...cardFacts(site, deps.policy), id: site.id }, reader)
  const unfurls = { unfurl_links: false, unfurl_media: false }

  const post = async (message: Parameters<WebClient['chat']['postMessage']>[0]): Promise<string> => {
    const { ts } = await translated(client.chat.postMessage(message))
    if (ts === undefined) throw new Error('Slack gave no ts')
    return ts
  }
  return {
    postCard: (site) => post({ channel: site.spec.channel, ...card(site), ...unfurls }),
    updateCard: async (site, message) => {
      await translated(client.chat.update({ ...message, ...card(site) }))
    },
    announce: async (site, topic, thread) => {
      const { broadcast, ...message } = announcement(topic, site, reader)
      const place = { channel: site.spec.channel, ...message, ...unfurls }
      if (thread === undefined) return post(place)
      try {
        return await post({ ...place, thread_ts: thread, reply_broadcast: broadcast })
      } catch (error) {
        if (isMessageMissing(error)) return post(place)
        throw error
      }
    },
    settleWarning: async (site, message) => {
      await translated(client.chat.update({ ...message, ...settledWarning(site, reader) }))
    },
  }
}

async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const reason = isPlatformError(error) ? REASONS[error.data.error] : undefined
    throw reason === undefined ? error : new PermanentError(reason, { cause: error })
  }
}

function isPlatformError(error: unknown): error is WebAPIPlatformError {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError
}
