import type { AppRequest, AppResponse } from '../src/app-link.ts'
import { createSlackWorkspace, type SlackWorkspaceOptions } from '../src/create-workspace.ts'
import type { RealTime } from '../src/clock.ts'
import { createFakeClock } from './fake-clock.ts'

export const SECRET = 'signing secret'
export const TOKEN = 'xoxb-1'
export const NOON = Date.UTC(2026, 10, 23, 12)

export const manifest = {
  features: {
    bot_user: { display_name: 'helper' },
    app_home: { home_tab_enabled: true },
    slash_commands: [
      { command: '/greet', description: 'Greets people', usage_hint: '[new | list]', should_escape: true },
      { command: '/plain', description: 'Gets text as it is' },
    ],
    shortcuts: [{ name: 'Say hello', type: 'global', callback_id: 'create', description: 'Opens the form' }],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write', 'users:read', 'im:write', 'im:read', 'channels:read'] } },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened'] },
    interactivity: { is_enabled: true, message_menu_options_url: 'https://example.com/slack/events' },
  },
}

/** Real time that only moves when a test moves it, and then runs the timers that are due. */
export function createFakeRealTime(start = NOON) {
  let now = start
  const timers = new Set<{ at: number; run: () => void }>()
  const time: RealTime = {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  const advance = (ms: number) => {
    now += ms
    for (const timer of timers) {
      if (timer.at > now) continue
      timers.delete(timer)
      timer.run()
    }
  }
  return { ...time, advance, pending: () => timers.size }
}

/** A request as the app sees it, read. */
export interface Received {
  request: AppRequest
  /** The form's fields of a command. */
  form: Record<string, string>
  /** The payload of an interaction, or the JSON of an event. */
  json: Json
}

export interface Json {
  [key: string]: Json
}

type Reply = AppResponse | ((received: Received) => Promise<AppResponse> | AppResponse)

export const OK: AppResponse = { status: 200, body: '' }
export const json = (body: unknown): AppResponse => ({ status: 200, body: JSON.stringify(body) })

/** A workspace with Aki, Ben and Chie in it, and an app that answers as `reply` says. */
export function aWorkspace(options: Partial<SlackWorkspaceOptions> = {}) {
  const time = createFakeRealTime()
  const clock = createFakeClock(NOON)
  const workspace = createSlackWorkspace({
    clock,
    realTime: time,
    signingSecret: SECRET,
    botToken: TOKEN,
    people: [
      { id: 'U1', name: 'aki', realName: 'Aki', locale: 'ja-JP', tz: 'Asia/Tokyo' },
      { id: 'U2', name: 'ben', realName: 'Ben', locale: 'en-US', tz: 'UTC' },
      { id: 'U3', name: 'chie', realName: 'Chie', locale: 'en-US', tz: 'America/St_Johns' },
    ],
    channels: [
      { id: 'C1', name: 'general' },
      { id: 'C2', name: 'old', archived: true },
      { id: 'C3', name: 'elsewhere', withoutBot: true },
      { id: 'C4', name: 'quiet', members: ['U1'] },
    ],
    manifest,
    baseUrl: () => 'http://127.0.0.1:1',
    ...options,
  })
  const requests: Received[] = []
  let reply: Reply = OK
  workspace.connect(async (request) => {
    const received = read(request)
    requests.push(received)
    return typeof reply === 'function' ? reply(received) : reply
  })
  const call = async (method: string, params: Record<string, unknown> = {}) => {
    const { body } = await workspace.webApi(method, params, `Bearer ${TOKEN}`)
    return parse(JSON.stringify(body))
  }
  return {
    workspace,
    time,
    clock,
    requests,
    call,
    last: () => requests.at(-1) ?? fail('the app got no request'),
    replyWith: (next: Reply) => {
      reply = next
    },
  }
}

function read(request: AppRequest): Received {
  const { headers, body } = request
  const form = headers['content-type'] === 'application/json' ? {} : Object.fromEntries(new URLSearchParams(body))
  return { request, form, json: parse(form['payload'] ?? (body.startsWith('{') ? body : '{}')) }
}

function parse(text: string): Json {
  const value: unknown = JSON.parse(text)
  return isJson(value) ? value : fail(`no object: ${text}`)
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

/** What must be a string in an answer or payload. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : fail(`no string: ${JSON.stringify(value)}`)
}

function fail(message: string): never {
  throw new Error(message)
}

export const plain = (text: string) => ({ type: 'plain_text', text })
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const input = (id: string, more: object = {}, block: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { type: 'plain_text_input', action_id: 'it', ...more },
  ...block,
})
export const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Go'),
  blocks,
  ...more,
})
export const typed = (text: string) => ({ it: { type: 'plain_text_input', text } as const })
