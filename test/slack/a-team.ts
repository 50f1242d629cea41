import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { parse } from 'yaml'
import type { CodeHost, SiteStore, World } from '../../src/control/ports.ts'
import { createSlackWorkspace } from '../../src/local/slack/create-workspace.ts'
import { createSlackHttpHandler } from '../../src/local/slack/http.ts'
import type { RealTime } from '../../src/local/slack/real-time.ts'
import type { Message } from '../../src/local/slack/workspace.ts'
import { checkExpiryDate, defaultExpiryDate } from '../../src/site/expiry.ts'
import { create } from '../../src/site/requests/create.ts'
import type { Site } from '../../src/site/site.ts'
import { createChat } from '../../src/slack/chat.ts'
import type { SlackDeps } from '../../src/slack/deps.ts'
import { createSlackHandler } from '../../src/slack/handler.ts'
import { createFakeCodeHost } from '../support/fake-code-host.ts'
import { createFakeReconciler, createFakeWorld, type FakeWorldOptions } from '../support/fake-world.ts'
import { breakable, type Breakage } from './breakable.ts'
import { aMember } from './member.ts'

export const SIGNING_SECRET = 'a signing secret'
export const BOT_TOKEN = 'xoxb-a-token'
/** Where people are, unless said otherwise, and another channel. */
export const HERE = 'C0CAMPAIGN'
export const ELSEWHERE = 'C0WEBTEAM'

export const manifest: unknown = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))

const people = [
  { id: 'U0AKI', name: 'aki', realName: '中村 亜希', locale: 'ja-JP', tz: 'Asia/Tokyo' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Ito', locale: 'en-US', tz: 'America/New_York' },
  { id: 'U0CHIE', name: 'chie', realName: 'Chie Klein', locale: 'en-GB', tz: 'Europe/Berlin' },
]
const channels = [
  { id: HERE, name: 'spring-campaign' },
  { id: ELSEWHERE, name: 'web-team' },
]
const repositories = { 'acme/website': ['main', 'spring'], 'acme/shop-api': ['develop', 'main'] }

export type TeamOptions = FakeWorldOptions & {
  /** Of the workspace. */
  locale?: string
  realTime?: RealTime
  /** Nobody acts on what is saved. */
  withoutReconciler?: boolean
  /** What the Slack app gets in place of the usual. */
  deps?: Partial<SlackDeps>
}

/**
 * Three people in a Slack workspace with the real app behind its front door: events are signed, Web API calls go over
 * HTTP, and the reconciler works on a fake world that obeys at once. `close` when done.
 */
export async function aTeam({ locale = 'en', realTime, deps, withoutReconciler, ...world }: TeamOptions = {}) {
  const reports: { reference: string; error: unknown }[] = []
  const calls: { method: string; params: Record<string, unknown> }[] = []
  const broken: Breakage = { store: undefined, codeHost: undefined, slack: () => false }
  const saved = new Set<string>()
  const fake = createFakeWorld({ ...world, onSave: (name) => saved.add(name) })
  const { codeHost } = createFakeCodeHost({ repositories, teams: { designers: [], developers: [] } })
  const { clock, policy, store } = fake

  let url = ''
  const workspace = createSlackWorkspace({
    clock,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    people,
    channels,
    manifest,
    baseUrl: () => url,
    onAppError: (error) => reports.push({ reference: 'thrown', error }),
    ...(realTime && { realTime }),
  })
  const server = await serve(
    {
      ...workspace,
      webApi: (method, params, authorization) => {
        calls.push({ method, params })
        return workspace.webApi(method, params, authorization)
      },
    },
    broken,
  )
  url = server.url

  const access = { botToken: BOT_TOKEN, slackApiUrl: `${url}/api/` }
  const siteHost = (name: string) => `${name}.test.example.com`
  const place = { siteHost, siteUrl: (name: string) => `https://${siteHost(name)}` }
  const shared = { clock, policy, place, locale }
  const slackDeps: SlackDeps = {
    ...shared,
    store: breakable<SiteStore>(store, () => broken.store),
    codeHost: breakable<CodeHost>(codeHost, () => broken.codeHost),
    catalogue: {
      images: [
        { id: 'debian-12', label: 'Debian 12' },
        { id: 'ubuntu-24', label: 'Ubuntu 24.04' },
      ],
      sizes: [
        { id: 'small', label: 'Small' },
        { id: 'large', label: 'Large' },
      ],
    },
    report: (problem) => reports.push(problem),
    ...deps,
  }
  const handler = createSlackHandler(slackDeps, { ...access, signingSecret: SIGNING_SECRET })
  workspace.connect(handler)
  const chat = createChat(shared, access)
  const reconcile = createFakeReconciler({ ...fake.world, codeHost, chat } satisfies World, policy)

  /** The reconciler looks after every save, until nothing is left to do. */
  const settle = async () => {
    for (const name of saved) {
      saved.delete(name)
      if (withoutReconciler !== true) await reconcile(name)
    }
  }
  const site = async (name: string): Promise<Site> => (await store.load(name)) ?? assert.fail(`no site ${name}`)

  /** A site of Ben's with two weeks to live, unless said otherwise; ready, if its machine lets it. */
  const has = async (name: string, more: Partial<Parameters<typeof create>[0]> & { owner?: string } = {}) => {
    const { owner = 'U0BEN', ...order } = more
    const expiresAt = checkExpiryDate(defaultExpiryDate(clock.now(), policy), clock.now(), policy)
    const usual = {
      repository: 'acme/website',
      branch: 'main',
      documentRoot: 'public',
      image: 'debian-12',
      size: 'small',
      accessUser: 'guest',
      channel: HERE,
      expiresAt,
    }
    await store.create(create({ name, ...usual, ...order }, 'a hash', `id-${name}`, { by: owner, now: clock.now() }))
    await settle()
  }
  const posted = () => workspace.screen('U0CHIE').messages.filter((message) => message.ephemeralFor === undefined)

  return {
    ...fake,
    has,
    /** The one card of a site that is there. */
    card: async (name: string): Promise<Message> => {
      const { ts } = (await site(name)).status.card ?? assert.fail(`${name} has no card`)
      return posted().find((message) => message.ts === ts) ?? assert.fail(`the card of ${name} is not there`)
    },
    /** What everybody sees in the channel itself, threads apart. */
    inChannel: (channel = HERE) =>
      posted().filter((message) => message.channel === channel && message.threadTs === undefined),
    inThreads: (channel = HERE) =>
      posted().filter((message) => message.channel === channel && message.threadTs !== undefined),
    codeHost,
    chat,
    workspace,
    handler,
    slackDeps,
    calls,
    reports,
    broken,
    settle,
    site,
    /** Time goes on by so much, with every alarm up to then. */
    pass: async (ms: number) => {
      const end = clock.now() + ms
      for (;;) {
        await settle()
        const next = (await fake.alarm.list()).toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > end) break
        clock.set(Math.max(next.at, clock.now()))
        for (const name of fake.alarm.due()) saved.add(name)
      }
      clock.set(end)
    },
    /** What went wrong so far; afterwards it counts as expected. */
    takeReports: () => reports.splice(0),
    aki: aMember(workspace, 'U0AKI', settle),
    ben: aMember(workspace, 'U0BEN', settle),
    chie: aMember(workspace, 'U0CHIE', settle),
    /** Fails when something went wrong that the test did not expect. */
    close: async () => {
      await server.close()
      assert.deepEqual(reports, [], 'nothing else was reported')
    },
  }
}

export type Team = Awaited<ReturnType<typeof aTeam>>

async function serve(workspace: Parameters<typeof createSlackHttpHandler>[0], broken: Breakage) {
  const handle = createSlackHttpHandler(workspace)
  const server = createServer((request, response) => {
    const [, kind, method = ''] = (request.url ?? '').split('/')
    if (broken.slack(kind === 'api' ? method : 'response_url')) response.destroy()
    else void handle(request, response)
  })
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
