import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../control/ports.ts'
import type { CodeHost } from '../../control/code-host.ts'
import { createBackgroundTasks } from './background-tasks.ts'
import {
  createDeliver,
  type Deliver,
  createPostEvent,
  createSendEvent,
  isReceived,
  type WebhookTarget,
} from './webhook-delivery.ts'
import { readDemo } from './demo.ts'
import { createWebhookEvents, openDeliveredRefs } from './webhook-events.ts'
import { findGit } from './git.ts'
import { writeHookScripts, createSmartHttp } from './smart-http.ts'
import { openWebhooks, type Webhook } from './webhooks.ts'
import { createPort } from './port.ts'
import { createRepositories } from './repositories.ts'
import { type Seed, seedRepositories } from './seed.ts'
import { createServeStatuses, openStatuses, type LocalStatus } from './statuses.ts'
import { membershipPayload, openTeams, watchTeams } from './teams.ts'

export interface LocalCodeHostOptions {
  /** Created if needed. Its state survives restarts and kills. */
  directory: string
  /** The address of `handle`, without a trailing slash: `http://localhost:8080/git`. */
  baseUrl: string
  clock: Clock
  /** Gets errors that no request can be answered with. */
  report(error: unknown): void
  /** Receives pushes and changes of teams, as a GitHub App does. */
  appWebhook?: WebhookTarget
  deliver?: Deliver
  /** What a new code host starts with; the demo by default. */
  seed?: Seed
  /** The git program. */
  gitCommand?: string
  makeSecret?: () => string
}

/** A webhook without its secret. */
export type PublicWebhook = Omit<Webhook, 'secret'>

export interface LocalCodeHost extends CodeHost {
  /** Serves git under the path of `baseUrl`; false for other requests, which are left to the caller. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  webhooks(): PublicWebhook[]
  /** What is shown beside commits. */
  statuses(): readonly LocalStatus[]
  /** Delivers what webhooks haven't received before this process. To be called once they can be reached. */
  redeliver(): void
  /** Resolves when no event is on its way to a webhook. */
  idle(): Promise<void>
  /** Ends running git processes and deliveries. */
  close(): Promise<void>
}

/**
 * A stand-in for GitHub on this computer: bare repositories below `directory`, served over smart HTTP without authentication, and
 * webhooks as GitHub sends them. Cloning needs no key, so there is no `deployKey`.
 *
 * Rejects with a line for people when git isn't installed.
 */
export async function createLocalCodeHost(options: LocalCodeHostOptions): Promise<LocalCodeHost> {
  const { directory, baseUrl, clock, report, deliver = createDeliver(), seed = await readDemo() } = options
  const git = await findGit(options.gitCommand)
  const repositoriesDirectory = join(directory, 'repositories')
  const hooksDirectory = join(directory, 'git-hooks')
  await mkdir(directory, { recursive: true })
  await writeHookScripts(hooksDirectory)
  await seedRepositories(repositoriesDirectory, seed.repositories, git)
  const repositories = createRepositories(repositoriesDirectory, git)
  const teamsPath = join(directory, 'teams.json')
  const teams = await openTeams(teamsPath, seed.teams)
  const webhooks = await openWebhooks(join(directory, 'webhooks.json'))
  const delivered = await openDeliveredRefs(join(directory, 'delivered-refs.json'))
  const statuses = await openStatuses(join(directory, 'statuses.json'))

  const ending = new AbortController()
  const background = createBackgroundTasks(report)
  const cloneUrl = (repository: string) => `${baseUrl}/${repository}.git`
  const post = createPostEvent({ deliver, signal: ending.signal })
  const send = createSendEvent(post, webhooks, clock)
  /** True when it was received, or there is no App. */
  const notifyApp = async (event: string, payload: object) => {
    if (options.appWebhook === undefined) return true
    const posted = await post(options.appWebhook, event, payload)
    const hasFailed = !isReceived(posted)
    if (hasFailed && !ending.signal.aborted)
      report(new Error(`The event ${event} was not delivered: ${posted.error ?? posted.status}`))
    return !hasFailed
  }
  const watched = await watchTeams({
    path: teamsPath,
    read: teams,
    onChange: (change) => background.start(async () => void (await notifyApp('membership', membershipPayload(change)))),
    report,
  })
  const events = createWebhookEvents({ git, webhooks, repositories, delivered, send, notifyApp, cloneUrl })
  const port = createPort({
    repositories,
    teams,
    webhooks,
    statuses,
    cloneUrl,
    makeSecret: options.makeSecret ?? (() => randomBytes(32).toString('hex')),
    onWebhook: (webhook, repository) => background.start(() => events.created(webhook, repository)),
  })
  const prefix = new URL(baseUrl).pathname
  const serveStatuses = createServeStatuses(prefix, statuses)
  const serveGit = createSmartHttp({
    prefix,
    repositories,
    git,
    hooksDirectory,
    onPush: (repository, updates) => {
      for (const update of updates) background.start(() => events.pushed(repository, update))
    },
    report,
  })
  return {
    ...port,
    handle: async (req, res) => serveStatuses(req, res) || (await serveGit(req, res)),
    statuses: statuses.all,
    webhooks: () => webhooks.all().map(({ secret: _, ...webhook }) => webhook),
    redeliver: () => background.start(events.catchUp),
    idle: background.idle,
    close: async () => {
      watched.close()
      ending.abort()
      git.stop()
      await background.idle()
    },
  }
}
