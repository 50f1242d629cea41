import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { AppAnswer, AppLink } from '../app-link.ts'
import { isBotIn, VERIFICATION_TOKEN } from '../identity.ts'
import { reason } from '../notices.ts'
import { parseJson } from '../parse-json.ts'
import type { Parts } from '../parts.ts'
import { conversationKind, messageJson, viewJson } from '../payloads.ts'
import type { Channel, Message, SlackNotice } from '../workspace.ts'
import { unfurlId } from '../unfurls.ts'
import { actor } from '../state.ts'

/** Slack's "Events API: error handling": three retries: at once, after 1 and after 5 minutes. Here, all come at once. */
const MAX_RETRIES = 3

/** A person opens the app's Home tab. */
export async function openHome(parts: Parts, userId: string): Promise<SlackNotice> {
  const { app, state } = parts
  actor(state, userId)
  if (!app.hasHome || !app.events.includes('app_home_opened')) return 'This app has no Home tab.'
  const home = state.homes.get(userId)
  const event = {
    type: 'app_home_opened',
    user: userId,
    channel: state.directChannel(userId).id,
    tab: 'home',
    ...(home !== undefined && { view: viewJson(parts, home) }),
    event_ts: state.nextTs(),
  }
  const answer = await sendEvent(parts, event)
  return wasTaken(answer) ? undefined : `app_home_opened: ${reason(answer)}`
}

/** Sends a person's message to an app that subscribes to it and has the scope. As on Slack, people don't see when that fails. */
export async function sendMessageEvents(parts: Parts, channel: Channel, message: Message): Promise<void> {
  const { app, state } = parts
  if (!isBotIn(channel)) return
  const kind = conversationKind(channel)
  const event = { ...messageJson(state, message), channel: channel.id, event_ts: message.ts }
  if (app.events.includes(`message.${kind}`) && app.scopes.includes(`${kind}:history`)) {
    await sendEvent(parts, { ...event, channel_type: kind.replace(/s$/, '') })
  }
  const isMention = kind !== 'im' && message.text.includes(`<@${state.identity.botUserId}|`)
  if (isMention && app.events.includes('app_mention') && app.scopes.includes('app_mentions:read'))
    await sendEvent(parts, { ...event, type: 'app_mention' })
}

/** The most links of a message that an event has. */
const MAX_LINKS = 20

/**
 * Sends the links of a message to an app whose manifest names their domain, from every channel. Source: Slack, "link_shared".
 */
export async function sendLinks(parts: Parts, channel: Channel, message: Message): Promise<void> {
  const { app, state } = parts
  if (!app.events.includes('link_shared') || !app.scopes.includes('links:read')) return
  const links = linksIn(message.text, app.unfurlDomains).slice(0, MAX_LINKS)
  if (links.length === 0) return
  await sendEvent(parts, {
    type: 'link_shared',
    channel: channel.id,
    is_bot_user_member: isBotIn(channel),
    user: message.user,
    message_ts: message.ts,
    unfurl_id: unfurlId(channel.id, message.ts),
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    source: 'conversations_history',
    links,
    event_ts: state.nextTs(),
  })
}

/** Each once, as it's written in the message. */
function linksIn(text: string, domains: string[]): { domain: string; url: string }[] {
  const urls = [...text.matchAll(/<(https?:[^<>|]+)(?:\|[^<>]*)?>/gu)].map(([, url = '']) => url)
  return [...new Set(urls)].flatMap((url) => {
    const host = URL.canParse(url) ? new URL(url).hostname : ''
    const domain = domains.find((one) => host === one || host.endsWith(`.${one}`))
    return domain === undefined ? [] : [{ domain, url }]
  })
}

async function sendEvent(
  { state, link, realTime, organization }: Parts,
  event: Record<string, unknown>,
): Promise<AppAnswer> {
  const { team, appId, botUserId } = state.identity
  const body = JSON.stringify({
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(realTime.now() / 1000),
    authorizations: [
      {
        enterprise_id: organization?.id ?? null,
        team_id: team.id,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: organization?.isInstalledOrgWide === true,
      },
    ],
    is_ext_shared_channel: false,
  })
  let answer = await link.send({ kind: 'json', body })
  for (let retry = 1; retry <= MAX_RETRIES && !wasTaken(answer); retry += 1) {
    const why = answer.kind === 'timeout' ? 'http_timeout' : 'http_error'
    const headers = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': why }
    answer = await link.send({ kind: 'json', body, headers })
  }
  return answer
}

/** Slack's handshake when a request URL is entered; true when the app returns the challenge. */
export async function verifyUrl(link: AppLink): Promise<boolean> {
  const challenge = randomBytes(20).toString('base64url')
  const body = JSON.stringify({ token: VERIFICATION_TOKEN, challenge, type: 'url_verification' })
  const answer = await link.send({ kind: 'json', body })
  if (answer.kind !== 'answer' || answer.status !== 200) return false
  const inJson = z.object({ challenge: z.literal(challenge) }).safeParse(parseJson(answer.body))
  return answer.body === challenge || inJson.success
}

function wasTaken(answer: AppAnswer): boolean {
  return answer.kind === 'answer' && answer.status >= 200 && answer.status < 300
}
