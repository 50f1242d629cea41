import { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { announcement } from '../../views/announcement.ts'
import { cardMessage } from '../../views/card.ts'
import { settledWarning } from '../../views/settled-warning.ts'
import type { Chat } from '../control/ports.ts'
import { cardFacts } from '../site/card.ts'
import { isMessageMissing } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import type { Topic } from '../site/topic.ts'
import { createCalled } from './called.ts'
import type { SlackDeps } from './deps.ts'
import { findMarked, marked, markOf } from './posting-mark.ts'
import { createReaders } from './readers.ts'

interface Place {
  thread_ts: string
  reply_broadcast: boolean
}

export type ChatDeps = Pick<SlackDeps, 'clock' | 'policy' | 'place' | 'locale'>

/**
 * Calls are not repeated by the client: a posting whose answer was lost would be there twice. The steps try again, and
 * look for it first. One posting has to end while its claim holds (src/control/steps/posting.ts).
 */
const CALL_TIMEOUT_MS = 10_000

/** The `Chat` port on Slack's Web API. */
export function createChat(
  deps: ChatDeps,
  {
    botToken,
    slackApiUrl,
    callTimeoutMs = CALL_TIMEOUT_MS,
  }: { botToken: string; slackApiUrl?: string; /** One call, headers and body. */ callTimeoutMs?: number },
): Chat {
  const client = new WebClient(botToken, {
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(slackApiUrl !== undefined && { slackApiUrl }),
  })
  const called = createCalled()
  const reader = createReaders(deps).everybody()
  const card = (site: Site) => cardMessage({ ...cardFacts(site, deps.policy), id: site.id }, reader)
  const unfurls = { unfurl_links: false, unfurl_media: false }

  const post = async (site: Site, what: 'card' | Topic, { text, blocks }: MessageView, place?: Place) => {
    const { channel } = site.spec
    const content = { channel, text, blocks: marked(blocks, markOf(site, what)), ...unfurls }
    const message = place === undefined ? content : { ...content, ...place }
    const { ts } = await called(`post ${channel}`, () => client.chat.postMessage(message))
    if (ts === undefined) throw new Error('Slack gave no ts')
    return ts
  }
  return {
    postCard: (site) => post(site, 'card', card(site)),
    updateCard: async (site, message) => {
      await called('update', () => client.chat.update({ ...message, ...card(site) }))
    },
    announce: async (site, topic, thread) => {
      const { broadcast, ...message } = announcement(topic, site, reader)
      if (thread === undefined) return post(site, topic, message)
      try {
        return await post(site, topic, message, { thread_ts: thread, reply_broadcast: broadcast })
      } catch (error) {
        if (isMessageMissing(error)) return post(site, topic, message)
        throw error
      }
    },
    findPosted: (site, what, since, thread) =>
      findMarked({ client, called }, { channel: site.spec.channel, mark: markOf(site, what), since, thread }),
    settleWarning: async (site, message) => {
      await called('update', () => client.chat.update({ ...message, ...settledWarning(site, reader) }))
    },
  }
}
