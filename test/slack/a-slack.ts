import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { parse } from 'yaml'
import type { Clock } from '../../src/control/ports.ts'
import { identity } from '../../src/local/platform/demo-workspace.ts'
import {
  type Channel,
  createSlackHttpHandler,
  createSlackWorkspace,
  type Organization,
  type Person,
  type SlackWorkspace,
  type UserGroup,
} from '@pokopoko/slack-emulator'
import type { HttpFault } from './breakable.ts'

export const SIGNING_SECRET = 'a signing secret'
export const BOT_TOKEN = 'xoxb-a-token'
export const TEAM_ID = identity.team.id
export const BOT_USER_ID = identity.botUserId
/** Where people are, unless said otherwise, and another channel. */
export const HERE = 'C0CAMPAIGN'
export const ELSEWHERE = 'C0WEBTEAM'

export const manifest: unknown = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))

const people: Person[] = [
  { id: 'U0AKI', name: 'aki', realName: '中村 亜希', locale: 'ja-JP', tz: 'Asia/Tokyo' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Ito', locale: 'en-US', tz: 'America/New_York' },
  { id: 'U0CHIE', name: 'chie', realName: 'Chie Klein', locale: 'en-GB', tz: 'Europe/Berlin' },
  { id: 'U0ADA', name: 'ada', realName: 'Ada Ross', locale: 'en-GB', tz: 'Europe/London', isAdmin: true },
  { id: 'U0GINA', name: 'gina', realName: 'Gina Mori', locale: 'ja-JP', tz: 'Asia/Tokyo', guest: 'multi-channel' },
  { id: 'U0GUS', name: 'gus', realName: 'Gus Lund', locale: 'en-US', tz: 'Europe/Oslo', guest: 'single-channel' },
  { id: 'U0SAM', name: 'sam', realName: 'Sam Vale', locale: 'en-US', tz: 'Europe/Paris', teamId: 'T0CUSTOMER' },
]
/** Chie alone is in it. */
export const DESIGNERS = 'S0DESIGN'
export const groups: UserGroup[] = [{ id: DESIGNERS, handle: 'designers', members: ['U0CHIE'] }]
const channels = [
  { id: HERE, name: 'spring-campaign' },
  { id: ELSEWHERE, name: 'web-team' },
]

interface SlackOptions {
  clock: Clock
  /** Whether calls of this Web API method, or of a `response_url`, find no Slack. */
  isDown(method: string): boolean
  /** Whether calls of this Web API method are never answered. */
  hangs?(method: string): boolean
  /** The error that calls of this Web API method are answered with. */
  refusal?(method: string): string | undefined
  /** What goes wrong with calls of this Web API method, or of a `response_url`. */
  http?(method: string): HttpFault | undefined
  onAppError(error: unknown): void
  /** Besides {@link HERE} and {@link ELSEWHERE}. */
  moreChannels?: Channel[]
  morePeople?: Person[]
  organization?: Organization
}

/** A workspace with three colleagues, an admin, two guests, a customer of a shared channel, and two channels, whose Web API is served over HTTP. */
export async function aSlack({
  clock,
  onAppError,
  moreChannels = [],
  morePeople = [],
  organization,
  ...faults
}: SlackOptions) {
  const tried: string[] = []
  const calls: { method: string; params: Record<string, unknown> }[] = []
  let url = ''
  let waitedMs = 0
  const realTime = {
    now: () => Date.now() + waitedMs,
    after: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
  const workspace = createSlackWorkspace({
    clock,
    realTime,
    identity,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    people: [...people, ...morePeople],
    ...(organization && { organization }),
    groups,
    channels: [...channels, ...moreChannels],
    manifest,
    baseUrl: () => url,
    onAppError,
  })
  const webApi: SlackWorkspace['webApi'] = (method, params, authorization) => {
    calls.push({ method, params })
    return workspace.webApi(method, params, authorization)
  }
  const server = await serve({ ...workspace, webApi }, faults, (method) => tried.push(method))
  url = server.url
  return {
    /** Real time passes at Slack, such as it takes to look at a file. */
    wait: async (ms: number) => {
      waitedMs += ms
    },
    workspace,
    calls,
    tried,
    slackApiUrl: `${url}/api/`,
    close: server.close,
  }
}

async function serve(
  workspace: Parameters<typeof createSlackHttpHandler>[0],
  { isDown, hangs, refusal, http }: Pick<SlackOptions, 'isDown' | 'hangs' | 'refusal' | 'http'>,
  onCall: (method: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const handle = createSlackHttpHandler(workspace)
  const server = createServer((request, response) => {
    const [, kind, method = ''] = (request.url ?? '').split('/')
    const called = kind === 'api' ? method : 'response_url'
    onCall(called)
    if (isDown(called)) return void response.destroy()
    const fault = http?.(called)
    if (fault === 'lost') Object.assign(response, { end: () => response.destroy() })
    else if (fault !== undefined) return fail(response, fault)
    if (hangs?.(method) === true) return
    const error = refusal?.(method)
    if (error === undefined) return void handle(request, response)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: false, error }))
  })
  const fail = (response: ServerResponse, fault: HttpFault) => {
    response.setHeader('content-type', 'application/json')
    if (fault === 'limited') response.writeHead(429, { 'retry-after': '30' }).end('{"ok":false,"error":"ratelimited"}')
    if (fault === 'stalls') response.writeHead(200, { 'content-length': '100' }).write('{"ok":tr')
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
