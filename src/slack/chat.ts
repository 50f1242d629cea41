import { WebClient } from '@slack/web-api'
import pMemoize from 'p-memoize'
import type { MessageView } from '../../views/blocks.ts'
import { budgetWarning } from '../../views/budget-warning.ts'
import { announcement } from '../../views/announcement.ts'
import { cardMessage } from '../../views/card.ts'
import { expiryWarning } from '../../views/expiry-warning.ts'
import { movedCard } from '../../views/moved-card.ts'
import { retiredDirectCard } from '../../views/retired-direct-card.ts'
import { resolvedAdoption } from '../../views/resolved-adoption.ts'
import { createViewContexts } from '../../views/view-context.ts'
import { weeklyDigest } from '../../views/weekly-digest.ts'
import type { Chat, ChatMessage, ChatTarget } from '../control/ports.ts'
import { cardFacts } from '../site/card.ts'
import { createAnswerLogs } from './answer-logs.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { isChannelMissing, isMessageMissing, undefinedIf } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import type { NotificationType } from '../site/notification-type.ts'
import type { Instant } from '../site/time.ts'
import { createRateLimitedCalls } from './rate-limited-call.ts'
import type { SlackDeps } from './deps.ts'
import { digestMark, findMarked, marked, markOf, warningMark } from './posting-mark.ts'
import { createPictureUpload, orWithoutImages } from './picture-upload.ts'
import { profileFieldOf } from './profile-field.ts'
import { createWorkspaceMembers } from './workspace-members.ts'

interface Reply {
  thread_ts: string
  reply_broadcast: boolean
}

export type ChatDeps = Pick<SlackDeps, 'clock' | 'policy' | 'addresses' | 'locale'>

/**
 * The client retries no call: if only the answer got lost, a retry would post twice. The steps try again and search for the message first.
 * Posting has to end while its claim holds (src/control/steps/posting.ts).
 */
const CALL_TIMEOUT_MS = 10_000

export interface ChatAccess {
  botToken: string
  slackApiUrl?: string
  /** One call, headers and body. */
  callTimeoutMs?: number
  /** Until Slack has looked at a picture; a timer unless given. */
  wait?: (ms: number) => Promise<unknown>
}

/** The `Chat` port on Slack's Web API. */
export function createChat(
  deps: ChatDeps,
  { botToken, slackApiUrl, callTimeoutMs = CALL_TIMEOUT_MS, wait }: ChatAccess,
): Chat {
  const client = new WebClient(botToken, {
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(slackApiUrl !== undefined && { slackApiUrl }),
  })
  const called = createRateLimitedCalls()
  const contexts = createViewContexts(deps)
  const viewContext = contexts.everybody()
  const card = (site: Site) => cardMessage({ ...cardFacts(site, deps.policy), id: site.id }, viewContext)
  const unfurls = { unfurl_links: false, unfurl_media: false }

  // chat.update needs the conversation's id and doesn't accept a person's.
  const openDirect = pMemoize(async (userId: string) => {
    const { channel } = await called('conversations.open', () => client.conversations.open({ users: userId }))
    if (channel?.id === undefined) throw new Error('Slack opened no direct message')
    return channel.id
  })
  const conversationOf = (channel: string) => (isSlackUser(channel) ? openDirect(channel) : channel)

  const post = (
    site: Site,
    what: 'card' | NotificationType,
    { text, blocks }: MessageView,
    to: string,
    reply?: Reply,
  ) => send({ text, blocks: marked(blocks, markOf(site, what)) }, to, reply)
  const send = async ({ text, blocks }: MessageView, to: string, reply?: Reply) => {
    const channel = await conversationOf(to)
    const content = { channel, text, blocks, ...unfurls }
    const message = reply === undefined ? content : { ...content, ...reply }
    const { ts } = await orWithoutImages(blocks, (shown) =>
      called(`post ${channel}`, () => client.chat.postMessage({ ...message, blocks: shown })),
    )
    if (ts === undefined) throw new Error('Slack gave no ts')
    return { channel, ts }
  }
  const edit = async (message: ChatMessage, { text, blocks }: MessageView) => {
    await orWithoutImages(blocks, (shown) =>
      called('update', () => client.chat.update({ ...message, text, blocks: shown })),
    )
  }
  const find = async (mark: string, since: Instant, { channel: to, thread }: ChatTarget) => {
    const channel = await conversationOf(to)
    try {
      const ts = await findMarked({ client, called }, { channel, mark, since, thread })
      return ts === undefined ? undefined : { channel, ts }
    } catch (error) {
      // In a public channel, the app can post without being a member, but can't read: nobody can check what was posted.
      if (isChannelMissing(error) && error.message === 'not_in_channel') return undefined
      throw error
    }
  }
  return {
    postCard: (site, { channel }) => post(site, 'card', card(site), channel),
    updateCard: (site, message) => edit(message, card(site)),
    notify: async (site, topic, { channel, thread }) => {
      const { broadcast, ...message } = announcement(topic, site, viewContext)
      const reply = thread === undefined ? undefined : { thread_ts: thread, reply_broadcast: broadcast }
      const replied = reply && (await undefinedIf(isMessageMissing, post(site, topic, message, channel, reply)))
      return replied ?? post(site, topic, message, channel)
    },
    findPosted: (site, what, since, target) => find(markOf(site, what), since, target),
    warn: (sites, { channel }) =>
      send(
        expiryWarning(
          sites.map((site) => ({ name: site.name, site, isOpen: true, mark: markOf(site, 'expiring') })),
          viewContext,
        ),
        channel,
      ),
    updateWarning: (warnings, message) =>
      edit(
        message,
        expiryWarning(
          warnings.map((warning) => ({ ...warning, mark: warningMark(warning) })),
          viewContext,
        ),
      ),
    resolveAdoption: (site, message) => edit(message, resolvedAdoption(site, viewContext)),
    retireDirectCard: (site, message) => edit(message, retiredDirectCard(site, viewContext)),
    sayCardMoved: (site, message) => edit(message, movedCard(site, viewContext)),
    warnOfBudget: async (state, { channel }) => {
      await send(budgetWarning(state, viewContext), channel)
    },
    postDigest: (digest, { channel }) => {
      const { text, blocks } = weeklyDigest(digest, deps.clock.now(), viewContext)
      return send({ text, blocks: marked(blocks, digestMark(digest.week, channel)) }, channel)
    },
    findDigest: (week, target) => find(digestMark(week, target.channel), week.at, target),
    answerLogs: createAnswerLogs({ client, called, contexts, openDirect, timeoutMs: callTimeoutMs }),
    uploadPicture: createPictureUpload({ client, called, timeoutMs: callTimeoutMs, wait }),
    profileField: (userId, field) => called('users.profile.get', () => profileFieldOf(client, userId, field)),
    membershipOf: createWorkspaceMembers({ client, called, clock: deps.clock }),
  }
}
