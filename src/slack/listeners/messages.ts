import { randomUUID } from 'node:crypto'
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../../views/blocks.ts'
import { shortHelp } from '../../../views/short-help.ts'
import type { SiteStore } from '../../control/ports.ts'
import { expectInsider } from '../../site/permissions.ts'
import type { Membership } from '../../site/site.ts'
import { SECOND_MS } from '../../site/time.ts'
import { isOutOfTime } from '../deadline.ts'
import { postEphemeralOrDm } from '../ephemeral.ts'
import { errorMessage } from '../error-response.ts'
import type { ListenerDeps, Person } from '../people.ts'

/** What a person said to the app. */
interface Said {
  user: string
  channel: string
  ts: string
  thread?: string | undefined
  isDirect: boolean
}

interface MessageEvent {
  user?: string | undefined
  channel: string
  ts: string
  thread_ts?: string | undefined
  bot_id?: string | undefined
  edited?: unknown
}

/** Answers mentions in channels, and direct messages, whatever they say, with a short help and the button of the create form. */
export function registerMessages(app: App, deps: ListenerDeps): void {
  app.event('app_mention', ({ client, event }) => answer(client, saidIn(event, false), deps))
  app.event('message', async ({ client, event }) => {
    // All others are edits, deletions, and what apps and Slack itself say.
    if (event.channel_type === 'im' && event.subtype === undefined) await answer(client, saidIn(event, true), deps)
  })
}

/** undefined for what a bot says, which could go on for ever, and for edits. */
function saidIn(
  { user, channel, ts, thread_ts: thread, bot_id: bot, edited }: MessageEvent,
  isDirect: boolean,
): Said | undefined {
  if (user === undefined || bot !== undefined || edited !== undefined) return undefined
  return { user, channel, ts, thread, isDirect }
}

async function answer(client: WebClient, said: Said | undefined, deps: ListenerDeps): Promise<void> {
  if (said === undefined) return
  const { people, store, report } = deps
  try {
    const [person, membership] = await Promise.all([
      people.who(client, said.user, said.channel),
      people.membershipOf(client, said.user),
    ])
    if (membership !== undefined && NOBODY.includes(membership)) return
    if (await isAnswered(said, store)) return
    await post(client, said, helpFor(person, report))
  } catch (error) {
    if (!isOutOfTime(error)) report(error)
  }
}

const NOBODY: readonly Membership[] = ['bot', 'deactivated', 'missing']

function helpFor({ actor, viewContext }: Person, report: ListenerDeps['report']): MessageView {
  try {
    expectInsider(actor)
    return shortHelp(viewContext)
  } catch (error) {
    return errorMessage(error, viewContext, report)
  }
}

/** What somebody says so soon after something that was answered gets no answer of its own. */
const QUIET_MS = 5 * SECOND_MS

/**
 * Whether this, or something later, is answered already. Slack may send a message again. So the lease is in the time of messages: it holds
 * against those before its end, whenever they come, and one item for each person is enough.
 */
async function isAnswered({ user, ts }: Said, store: Pick<SiteStore, 'takeLease'>): Promise<boolean> {
  const now = Math.floor(Number(ts) * SECOND_MS)
  return !(await store.takeLease(`help ${user}`, { holder: randomUUID(), now, until: now + QUIET_MS }))
}

/** In a channel, only that person sees it. */
async function post(client: WebClient, { user, channel, thread, isDirect }: Said, message: MessageView): Promise<void> {
  if (!isDirect) return postEphemeralOrDm(client, { user, channel, thread }, message)
  await client.chat.postMessage({ channel, ...message, ...(thread !== undefined && { thread_ts: thread }) })
}
