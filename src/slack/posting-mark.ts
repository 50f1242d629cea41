import { createHash } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import type { ConversationsHistoryResponse, WebClient } from '@slack/web-api'
import { isMessageMissing, undefinedIf } from '../site/errors.ts'
import type { Site, Warned } from '../site/site.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import type { NotificationType } from '../site/notification-type.ts'
import type { DigestWeek } from '../site/weekly-digest.ts'
import type { RateLimitedCall } from './rate-limited-call.ts'

/**
 * Each message carries a mark as the id of a block, until it's edited. With it, we find a message whose sender died before it could
 * save that it was posted.
 */
export function markOf(site: Site, what: 'card' | NotificationType): string {
  return mark(site.id, what, what === 'card' ? '' : (site.status.notifications[what]?.key ?? ''))
}

/** A warning of several sites has one for each, which edits keep. */
export function warningMark({ id, key }: Pick<Warned, 'id' | 'key'>): string {
  return mark(id, 'expiring', key)
}

/** Of the digest of that week in that place. */
export function digestMark({ monday }: DigestWeek, channel: string): string {
  return hashed(['weekly-digest', monday, channel])
}

function mark(siteId: string, what: 'card' | NotificationType, occasion: string): string {
  return hashed([siteId, what, occasion])
}

function hashed(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

export function marked([first, ...rest]: KnownBlock[], mark: string): KnownBlock[] {
  return first === undefined ? [] : [{ ...first, block_id: mark }, ...rest]
}

interface Search {
  channel: string
  mark: string
  since: Instant
  thread: string | undefined
}

/** The most that our clock and Slack's can differ. */
const CLOCK_MARGIN_MS = 5 * MINUTE_MS
/** The most that Slack recommends. Source: conversations.history, argument `limit`. */
const PAGE_SIZE = 200

/** The ts of the message with that mark, in the thread or else the channel; undefined if there's none. */
export async function findMarked(
  { client, called }: { client: WebClient; called: RateLimitedCall },
  { channel, mark, since, thread }: Search,
): Promise<string | undefined> {
  const oldest = String(Math.max(0, since - CLOCK_MARGIN_MS) / SECOND_MS)
  const range = { channel, oldest, limit: PAGE_SIZE }
  if (thread !== undefined) {
    const replies = (page: object) =>
      called('replies', () => client.conversations.replies({ ...range, ...page, ts: thread }))
    const reply = await undefinedIf(isMessageMissing, findIn(mark, replies))
    if (reply !== undefined) return reply
  }
  return findIn(mark, (page) => called('history', () => client.conversations.history({ ...range, ...page })))
}

type Messages = Pick<ConversationsHistoryResponse, 'messages' | 'response_metadata'>

async function findIn(
  mark: string,
  load: (page: { cursor?: string }) => Promise<Messages>,
): Promise<string | undefined> {
  let cursor: string | undefined
  do {
    const page = cursor === undefined ? {} : { cursor }
    const { messages = [], response_metadata: next } = await load(page)
    const found = messages.find(({ blocks }) => blocks?.some(({ block_id: id }) => id === mark))
    if (found?.ts !== undefined) return found.ts
    cursor = next?.next_cursor
  } while (cursor !== undefined && cursor !== '')
  return undefined
}
