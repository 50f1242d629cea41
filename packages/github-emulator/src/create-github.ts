import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { createBackgroundTasks } from './background-tasks.ts'
import type { Clock } from './clock.ts'
import { findGit } from './git.ts'
import { createRepositories, HEADS, type TreeEntry } from './repositories.ts'
import { type Seed, seedRepositories } from './seed.ts'
import { createSmartHttp, writeHookScripts } from './smart-http.ts'
import { type CommitStatus, createServeStatuses, openStatuses } from './statuses.ts'
import { membershipPayload, openTeams, type Teams, watchTeams } from './teams.ts'
import {
  createDeliver,
  createPostEvent,
  createSendEvent,
  type Deliver,
  isLoopbackUrl,
  isReceived,
  type WebhookTarget,
} from './webhook-delivery.ts'
import { createWebhookEvents, openDeliveredRefs } from './webhook-events.ts'
import { openWebhooks, type Webhook } from './webhooks.ts'

export interface GithubOptions {
  /** Created if needed. What's in it survives restarts and kills. */
  directory: string
  /** The address of `handle`: `http://localhost:8080/git`. */
  baseUrl: string
  /** Where a GitHub App gets the pushes of all repositories, and changes of teams. */
  app?: WebhookTarget
  /** The organization that teams belong to. */
  organization?: string
  /** What a new GitHub starts with; nothing by default. */
  seed?: Seed
  /** Of deliveries. */
  clock?: Clock
  /** Gets errors that no request can be answered with. */
  onError?(error: unknown): void
  deliver?: Deliver
  /** The git program. */
  gitCommand?: string
}

/** A webhook without its secret. */
export type PublicWebhook = Omit<Webhook, 'secret'>

export interface GithubEmulator {
  /** Serves git under the path of `baseUrl`; false for other requests, which are left to the caller. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  /** All of them, as `owner/name`, in alphabetical order. */
  repositories(): Promise<string[]>
  /** Branches with their newest commits, the default branch first; undefined when there is no such repository. */
  branches(repository: string): Promise<{ name: string; commit: string }[] | undefined>
  /** All that a branch holds, in any depth; undefined when there is no such repository or branch. */
  tree(repository: string, branch: string): Promise<TreeEntry[] | undefined>
  /** The content of a file, as text. Rejects when there is none with that `sha`. */
  blob(repository: string, sha: string): Promise<string>
  cloneUrl(repository: string): string
  /** Every team has access to every repository. */
  teams(): Promise<Teams>
  webhooks: {
    list(): PublicWebhook[]
    /**
     * Sends a ping in the background. Rejects when there is no such repository, when it has a webhook with that URL, and when the URL
     * leads to another computer.
     */
    create(webhook: { repository: string } & WebhookTarget): Promise<PublicWebhook>
    /** Does nothing when the webhook is gone. */
    update(id: string, target: WebhookTarget): Promise<void>
    /** Does nothing when the webhook is gone. */
    delete(id: string): Promise<void>
  }
  /** What is shown beside commits. */
  statuses(): readonly CommitStatus[]
  /** Does nothing when there is no such repository or commit. */
  setStatus(status: CommitStatus): Promise<void>
  /** Delivers what the App and webhooks haven't received before this process. To be called once they can be reached. */
  redeliver(): void
  /** Resolves when no event is on its way. */
  idle(): Promise<void>
  /** Ends running git processes and deliveries. */
  close(): Promise<void>
}

/**
 * A stand-in for GitHub on this computer: bare repositories below `directory`, served over smart HTTP without authentication, and
 * webhooks as GitHub sends them. Rejects with a line for people when git isn't installed.
 */
export async function createGithub(options: GithubOptions): Promise<GithubEmulator> {
  const { app, organization = 'local', deliver = createDeliver() } = options
  const { seed = { repositories: [], teams: {} }, clock = { now: Date.now }, onError = console.error } = options
  // git resolves paths of its own settings from somewhere else.
  const directory = resolve(options.directory)
  const baseUrl = options.baseUrl.replace(/\/$/, '')
  const git = await findGit(options.gitCommand)
  const repositoriesDirectory = join(directory, 'repositories')
  const hooksDirectory = join(directory, 'git-hooks')
  await mkdir(directory, { recursive: true })
  await writeHookScripts(hooksDirectory)
  const created = await seedRepositories(repositoriesDirectory, seed.repositories, git)
  const repositories = createRepositories(repositoriesDirectory, git)
  const teamsPath = join(directory, 'teams.json')
  const teams = await openTeams(teamsPath, seed.teams)
  const webhooks = await openWebhooks(join(directory, 'webhooks.json'))
  const delivered = await openDeliveredRefs(join(directory, 'delivered-refs.json'))
  const statuses = await openStatuses(join(directory, 'statuses.json'))
  for (const repository of await repositories.list()) {
    if (!created.includes(repository.name)) continue
    // Nobody pushed these.
    const heads = await repositories.heads(repository)
    await delivered.update((all) => ({ ...all, [repository.name]: heads }))
  }

  const ending = new AbortController()
  const background = createBackgroundTasks((error) => {
    // What was cut off is done at the next start.
    if (!ending.signal.aborted) onError(error)
  })
  const cloneUrl = (repository: string) => `${baseUrl}/${repository}.git`
  const post = createPostEvent({ deliver, signal: ending.signal })
  const send = createSendEvent(post, webhooks, clock)
  const notifyApp = async (event: string, payload: object) => {
    if (app === undefined) return true
    const posted = await post(app, event, payload)
    const hasFailed = !isReceived(posted)
    if (hasFailed && !ending.signal.aborted)
      onError(new Error(`The event ${event} was not delivered: ${posted.error ?? posted.status}`))
    return !hasFailed
  }
  const watched = await watchTeams({
    path: teamsPath,
    read: teams,
    onChange: (change) =>
      background.start(async () => void (await notifyApp('membership', membershipPayload(organization, change)))),
    onError,
  })
  const events = createWebhookEvents({ git, webhooks, repositories, delivered, send, notifyApp, cloneUrl })
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '')
  const serveStatuses = createServeStatuses(prefix, statuses)
  const serveGit = createSmartHttp({
    prefix,
    repositories,
    git,
    hooksDirectory,
    onPush: (repository, updates) => {
      for (const update of updates) background.start(() => events.pushed(repository, update))
    },
    onError,
  })
  return {
    handle: async (req, res) => serveStatuses(req, res) || (await serveGit(req, res)),
    repositories: async () => (await repositories.list()).map(({ name }) => name),
    branches: async (name) => {
      const repository = await repositories.find(name)
      if (repository === undefined) return undefined
      const first = await repositories.defaultBranch(repository)
      const heads = Object.entries(await repositories.heads(repository))
      const branches = heads.map(([ref, commit]) => ({ name: ref.slice(HEADS.length), commit }))
      return branches.toSorted((a, b) => Number(b.name === first) - Number(a.name === first))
    },
    tree: async (name, branch) => {
      const repository = await repositories.find(name)
      const head = repository && (await repositories.heads(repository))[`${HEADS}${branch}`]
      return repository === undefined || head === undefined ? undefined : repositories.tree(repository, head)
    },
    blob: async (name, sha) => {
      const repository = await repositories.find(name)
      if (repository === undefined) throw new Error(`There is no repository ${name}`)
      return repositories.blob(repository, sha)
    },
    cloneUrl,
    teams,
    webhooks: {
      list: () => webhooks.all().map(withoutSecret),
      create: async ({ repository: name, url, secret }) => {
        const repository = await repositories.find(name)
        if (repository === undefined) throw new Error(`There is no repository ${name}`)
        const webhook = await webhooks.create({ repository: name, url: onThisComputer(url), secret })
        background.start(() => events.created(webhook, repository))
        return withoutSecret(webhook)
      },
      update: async (id, { url, secret }) => webhooks.update(id, { url: onThisComputer(url), secret }),
      delete: webhooks.remove,
    },
    statuses: statuses.all,
    setStatus: async (status) => {
      const repository = await repositories.find(status.repository)
      if (repository !== undefined && (await repositories.hasCommit(repository, status.commit)))
        await statuses.put(status)
    },
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

function withoutSecret({ secret: _, ...webhook }: Webhook): PublicWebhook {
  return webhook
}

function onThisComputer(url: string): string {
  if (isLoopbackUrl(url)) return url
  throw new Error(`webhooks lead to http://localhost or http://*.localhost only, not ${url}`)
}
