import type { MrkdwnElement, PlainTextElement } from '@slack/types'
import { isSlackUser, USER_GROUP_ID } from '../src/site/slack-ids.ts'
import type { CalendarDate, Instant } from '../src/site/time.ts'
import type { ViewContext } from './view-context.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text as it may stand in mrkdwn: no mention, link or `<!channel>` comes of it. Source: Slack, "Escaping text". */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
}

/** At most `max` UTF-16 units, which is how Slack counts, cut between code points and marked with '…'. */
export function truncate(text: string, max: number): string {
  return text.length <= max ? text : `${head(text, max - 1)}…`
}

function head(text: string, max: number): string {
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(max - 1))
  return text.slice(0, isSplit ? max - 1 : max)
}

/** Line breaks, and characters that turn the direction of writing around, let text pass for something else. */
function oneLine(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
}

/** Somebody else's text in a line of ours. Its formatting characters stay: they change looks only. */
export function untrusted(text: string, max = 100): string {
  return escapeMrkdwn(truncate(oneLine(text), max))
}

/** A look-alike that ends no code. */
const BACKTICK = '\u02CB'

export function codeSpan(text: string, max = 100): string {
  const inside = untrusted(text.replaceAll('`', BACKTICK), max)
  return inside === '' ? '' : `\`${inside}\``
}

/** The last lines, as far as they fit into `max` characters once escaped; '' when there are none. */
export function codeBlock(text: string, max: number): string {
  const lines = text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll('`', BACKTICK)
    .trimEnd()
  let inside = ''
  for (const character of [...lines].toReversed()) {
    const next = escapeMrkdwn(character) + inside
    if (next.length > max) break
    inside = next
  }
  return inside === '' ? '' : `\`\`\`\n${inside}\n\`\`\``
}

export function bold(text: string): string {
  return `*${text}*`
}

/** `url` must be our own. */
export function link(url: string, text: string): string {
  return `<${escapeMrkdwn(url)}|${escapeMrkdwn(text)}>`
}

/** Mentions a Slack user; anyone else (pokopoko itself, a visitor) is named as they are. */
export function mention(userId: string): string {
  return isSlackUser(userId) ? `<@${userId}>` : untrusted(userId)
}

export function channelMention(channelId: string): string {
  return `<#${escapeMrkdwn(channelId)}>`
}

/** A user group. Source: Slack, "Mentioning groups". */
export function groupMention(groupId: string): string {
  return USER_GROUP_ID.test(groupId) ? `<!subteam^${groupId}>` : untrusted(groupId)
}

/**
 * In the platform's time zone, by which sites end: a day is the same for all who read of it. Names the zone, unless it's known that the
 * reader's clock shows the same.
 */
export function plainDate(at: Instant, viewContext: ViewContext): string {
  const { locale, policy } = viewContext
  return formatOf(locale, policy.timeZone, isReadersTime(at, viewContext) ? 'unnamed' : 'named').format(at)
}

function isReadersTime(at: Instant, { locale, policy, readerZone }: ViewContext): boolean {
  if (readerZone === undefined) return false
  const [there, here] = [readerZone, policy.timeZone].map((zone) => formatOf(locale, zone, 'unnamed').format(at))
  return there === here
}

/** Making one takes far longer than using it, and a list has many dates. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: ViewContext['locale'], timeZone: string, zone: 'named' | 'unnamed'): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${zone}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const isEnglish = locale === 'en'
  const format = new Intl.DateTimeFormat(isEnglish ? 'en-GB' : 'ja-JP', {
    year: 'numeric',
    month: isEnglish ? 'short' : '2-digit',
    day: isEnglish ? 'numeric' : '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    ...(zone === 'named' && { timeZoneName: 'short' }),
  })
  formats.set(key, format)
  return format
}

export function plainDay(date: CalendarDate, { locale }: ViewContext): string {
  const noon = Date.parse(`${date}T12:00:00Z`)
  if (Number.isNaN(noon)) return date
  const format: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'ja-JP', format).format(noon)
}

/** `verbatim`, or Slack would make links and mentions of what looks like them in plain words. */
export function mrkdwn(text: string, max = 3000): MrkdwnElement {
  return { type: 'mrkdwn', text: truncate(text, max), verbatim: true }
}

export function plain(text: string, max = 75): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, max), emoji: false }
}
