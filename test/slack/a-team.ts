import assert from 'node:assert/strict'
import type { SiteStore, Ports } from '../../src/control/ports.ts'
import { createLogAnswerer } from '../../src/control/log-answerer.ts'
import type { LogRequest } from '../../src/control/log-request.ts'
import { createLogReader as createMachineLogReader } from '../../src/control/read-logs.ts'
import type { CodeHost } from '../../src/control/code-host.ts'
import type { Message } from '@pokopoko/slack-emulator'
import { createSweep } from '../../src/control/sweep/sweep.ts'
import { functionUrlApp } from '../../src/local/function-url-app.ts'
import { checkExpiryDate, defaultExpiryDate } from '../../src/site/expiry.ts'
import type { Policy } from '../../src/site/policy.ts'
import { create, type Catalogue, type CheckedOrder } from '../../src/site/order.ts'
import type { Site } from '../../src/site/site.ts'
import { createChat } from '../../src/slack/chat.ts'
import type { SlackDeps } from '../../src/slack/deps.ts'
import { createSlackHandler } from '../../src/slack/handler.ts'
import type { SignatureProblem } from '../../src/slack/signature.ts'
import { createFakeCodeHost } from '../support/fake-code-host.ts'
import { createFakeReconciler, createFakePorts, type FakePorts } from '../support/fake-ports.ts'
import type { Outcomes } from '../support/fake-shell.ts'
import { createLogReader } from '../support/log-reader.ts'
import { aMember } from './member.ts'
import { aSlack, BOT_TOKEN, groups, HERE, SIGNING_SECRET } from './a-slack.ts'
import { breakable, type Breakage } from './breakable.ts'

const repositories = { 'acme/website': ['main', 'spring'], 'acme/shop-api': ['develop', 'main'] }

const aCatalogue = (): Catalogue => ({
  images: [
    { id: 'debian-12', label: 'Debian 12' },
    { id: 'ubuntu-24', label: 'Ubuntu 24.04' },
  ],
  sizes: [
    { id: 'small', label: 'Small' },
    { id: 'large', label: 'Large' },
  ],
})

interface TeamOptions {
  /** Of the workspace. */
  locale?: string
  outcomes?: Outcomes
  /** The platform has machines at a lower price. */
  offersSpot?: boolean
  /** Of repositories, by `repository#branch`. */
  files?: Record<string, Record<string, string>>
  machines?: 'embedded'
  /** Called whenever somebody asks what can be chosen. */
  onCatalogue?: () => void
  /** Nobody acts on what is saved. */
  withoutReconciler?: boolean
  policy?: Partial<Policy>
  /** What the app works on instead of the table. */
  store?: SiteStore
  /** More of the Slack workspace. */
  slackOptions?: Pick<Parameters<typeof aSlack>[0], 'moreChannels' | 'morePeople' | 'organization'>
}

/**
 * Aki (Japanese), Ben, Chie and others in a Slack workspace with the real app behind its handler: events are signed, Web API
 * calls go over HTTP, and the reconciler uses fake ports that obey at once. `close` when done.
 */
export async function aTeam({
  locale = 'en',
  outcomes,
  offersSpot = false,
  files = {},
  machines,
  onCatalogue,
  withoutReconciler = false,
  policy,
  store,
  slackOptions,
}: TeamOptions = {}) {
  const reports: { reference: string; error: unknown }[] = []
  const refusals: SignatureProblem[] = []
  const broken: Breakage = { store: undefined, codeHost: undefined, slack: () => false }
  const saved = new Set<string>()
  const fake = createFakePorts({
    ...(outcomes && { outcomes }),
    ...(policy && { policy }),
    onSave: (name) => saved.add(name),
  })
  const { codeHost, setTeam, setReaders } = createFakeCodeHost({
    repositories,
    files,
    teams: { designers: [], developers: [] },
  })
  const slack = await aSlack({
    clock: fake.clock,
    isDown: (method) => broken.slack(method),
    hangs: (method) => broken.hangs?.(method) === true,
    refusal: (method) => broken.refusal?.(method),
    http: (method) => broken.http?.(method),
    onAppError: (error) => reports.push({ reference: 'thrown', error }),
    ...slackOptions,
  })
  const { workspace } = slack
  const catalogue = { ...aCatalogue(), offersSpot }
  const shared = {
    clock: fake.clock,
    policy: fake.policy,
    addresses: { ...addresses, ...(machines && { machines }) },
    locale,
  }
  const access = { botToken: BOT_TOKEN, slackApiUrl: slack.slackApiUrl }
  const reader = createLogReader(fake.clock)
  const logsAsked: LogRequest[] = []
  const slackDeps: Omit<SlackDeps, 'report'> = {
    ...shared,
    askForLogs: async (request) => void logsAsked.push(request),
    store: breakable<SiteStore>(store ?? fake.store, () => broken.store),
    environments: fake.environments.environments,
    codeHost: breakable<CodeHost>(codeHost, () => broken.codeHost),
    catalogue: async () => {
      onCatalogue?.()
      return catalogue
    },
    log: (event) => {
      const { level, reference = '', error } = event
      reader.log(event)
      if (level === 'error') reports.push({ reference, error })
    },
  }
  const handler = createSlackHandler(slackDeps, {
    ...access,
    signingSecret: SIGNING_SECRET,
    onRejected: (refusal) => void refusals.push(refusal),
  })
  workspace.connect(functionUrlApp(handler))

  const ports: Ports = { ...fake.ports, codeHost, chat: createChat(shared, { ...access, wait: slack.wait }) }
  const reconcile = createFakeReconciler(ports, fake.policy)
  const wait = async (ms: number) => fake.clock.advance(ms)
  const readLogs = createMachineLogReader({ ...ports, wait })
  const answerLogs = createLogAnswerer({ ...ports, readLogs, log: slackDeps.log })
  /** Reconciles after every save, until there's nothing left to do. */
  const settle = async () => {
    for (const name of saved) {
      saved.delete(name)
      if (!withoutReconciler) await reconcile(name)
    }
    for (const request of logsAsked.splice(0)) await answerLogs(request)
  }
  const trigger = (name: string) => saved.add(name)
  return {
    ...fake,
    ...sites(fake, settle, () => workspace.screen('U0CHIE').messages),
    codeHost,
    setTeam,
    setReaders,
    workspace,
    handler,
    slackDeps,
    calls: slack.calls,
    /** The number of messages sent to Slack, delivered or not. */
    postsTried: () => slack.tried.filter((method) => method === 'chat.postMessage').length,
    broken,
    settle,
    /** The hourly one, with all that comes of it. */
    sweep: async () => {
      const { errors } = await createSweep(
        ports,
        withoutReconciler ? async () => {} : reconcile,
        undefined,
        fake.policy,
      )()
      assert.deepEqual(errors, [])
      await settle()
    },
    /** As the sweep does. */
    reconcile: (name: string) => {
      trigger(name)
      return settle()
    },
    pass: (ms: number) => pass(ms, fake, trigger, settle),
    reports,
    /** Everything that the Slack app has logged. */
    lines: reader.lines,
    /** Why requests weren't Slack's. */
    refusals,
    /** Errors so far; afterwards they count as expected. */
    takeReports: () => reports.splice(0),
    aki: aMember(workspace, 'U0AKI', settle),
    ben: aMember(workspace, 'U0BEN', settle),
    chie: aMember(workspace, 'U0CHIE', settle),
    groups,
    member: (id: string) => aMember(workspace, id, settle),
    /** Fails when something went wrong that the test did not expect. */
    close: async () => {
      await slack.close()
      assert.deepEqual(reports, [], 'nothing else was reported')
    },
  }
}

export type Team = Awaited<ReturnType<typeof aTeam>>

const addresses: SlackDeps['addresses'] = {
  siteHost: (name) => `${name}.test.example.com`,
  siteUrl: (name) => `https://${name}.test.example.com`,
}

/** The sites that there are, and what everybody sees of them. */
function sites({ store, clock, policy }: FakePorts, settle: () => Promise<void>, messages: () => Message[]) {
  const site = async (name: string): Promise<Site> => (await store.load(name)) ?? assert.fail(`no site ${name}`)
  const posted = (channel: string) =>
    messages().filter((message) => message.ephemeralFor === undefined && message.channel === channel)
  return {
    site,
    /** Makes a site: Ben's, with two weeks to live, unless said otherwise. It is ready, if its machine lets it. */
    has: async (name: string, { owner = 'U0BEN', ...order }: Partial<CheckedOrder> & { owner?: string } = {}) => {
      const now = clock.now()
      const usual = {
        name,
        repository: 'acme/website',
        branch: 'main',
        documentRoot: 'public',
        image: 'debian-12',
        size: 'small',
        accessUser: 'guest',
        channel: HERE,
        expiresAt: checkExpiryDate(defaultExpiryDate(now, policy), now, policy),
      }
      await store.create(create({ ...usual, ...order }, 'a hash', `id-${name}`, { by: owner, now }))
      await settle()
    },
    /** The card of a site that there is. */
    card: async (name: string): Promise<Message> => {
      const { status, spec } = await site(name)
      const found = posted(spec.channel).find(({ ts }) => ts === status.card?.ts)
      return found ?? assert.fail(`${name} has no card`)
    },
    /** In the channel itself. */
    inChannel: (channel = HERE) => posted(channel).filter(({ threadTs }) => threadTs === undefined),
    inThreads: (channel = HERE) => posted(channel).filter(({ threadTs }) => threadTs !== undefined),
  }
}

/** Time goes on by so much, with every alarm up to then. */
async function pass(
  ms: number,
  { clock, alarm }: FakePorts,
  reconcile: (name: string) => void,
  settle: () => Promise<void>,
): Promise<void> {
  const end = clock.now() + ms
  for (;;) {
    await settle()
    const next = (await alarm.list()).toSorted((a, b) => a.at - b.at)[0]
    if (next === undefined || next.at > end) break
    clock.set(Math.max(next.at, clock.now()))
    alarm.due().forEach(reconcile)
  }
  clock.set(end)
}
