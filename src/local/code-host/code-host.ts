import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../control/ports.ts'
import type { CodeHost } from '../../control/code-host.ts'
import { createBackground } from './background.ts'
import { createDeliver, type Deliver } from './deliver.ts'
import { readDemo } from './demo.ts'
import { createEvents } from './events.ts'
import { findGit } from './git.ts'
import { writeHookScripts } from './hook-script.ts'
import { type Hook, openHooks } from './hooks.ts'
import { createPort } from './port.ts'
import { createRepositories } from './repositories.ts'
import { type Seed, seedRepositories } from './seed.ts'
import { createPostEvent, createSendEvent, type HookTarget } from './send-event.ts'
import { createServeStatuses } from './serve-statuses.ts'
import { createSmartHttp } from './smart-http.ts'
import { openStatuses, type LocalStatus } from './statuses.ts'
import type { TeamChange } from './team-changes.ts'
import { membershipPayload } from './team-payload.ts'
import { openTeams } from './teams.ts'
import { openTold } from './told.ts'
import { watchTeams } from './watch-teams.ts'

export interface LocalCodeHostOptions {
  /** Made when it is not there. Its state is kept over restarts and kills. */
  directory: string
  /** Where `handle` is reached, without a slash at its end: `http://localhost:8080/git`. */
  baseUrl: string
  clock: Clock
  /** Told of faults that nobody who asked can be told of. */
  report(error: unknown): void
  /** Told of pushes, and when somebody joins or leaves a team, as a GitHub App is. */
  appWebhook?: HookTarget
  deliver?: Deliver
  /** What a new code host holds; the demo unless given. */
  seed?: Seed
  /** The git program. */
  gitCommand?: string
  makeSecret?: () => string
}

/** A webhook without its secret. */
export type PublicHook = Omit<Hook, 'secret'>

export interface LocalCodeHost extends CodeHost {
  /** Serves git under the path of `baseUrl`; false for other requests, which are the caller's to answer. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>
  hooks(): PublicHook[]
  /** What is shown beside commits. */
  statuses(): readonly LocalStatus[]
  /** Tells webhooks what they have not taken before this process. To be called once they can be reached. */
  carryOn(): void
  /** Resolves when no event is on its way to a webhook. */
  settled(): Promise<void>
  /** Ends running git processes and deliveries. */
  close(): Promise<void>
}

/**
 * A code host on this computer: bare repositories below `directory`, served over smart HTTP to everybody who reaches
 * it, and webhooks as GitHub sends them. Cloning needs no key, so its grants have no `deployKey`.
 *
 * Rejects with a line for the person who starts the program when git is not installed.
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
  const hooks = await openHooks(join(directory, 'webhooks.json'))
  const told = await openTold(join(directory, 'told.json'))
  const statuses = await openStatuses(join(directory, 'statuses.json'))

  const ending = new AbortController()
  const background = createBackground(report)
  const cloneUrl = (repository: string) => `${baseUrl}/${repository}.git`
  const post = createPostEvent({ deliver, signal: ending.signal })
  const send = createSendEvent(post, hooks, clock)
  /** True when it was taken, or there is no App to tell. */
  const tellApp = async (event: string, payload: object) => {
    if (options.appWebhook === undefined) return true
    const { status, error } = await post(options.appWebhook, event, payload)
    const isTaken = status !== undefined && status < 300
    if (!isTaken && !ending.signal.aborted) report(new Error(`${event} was told in vain: ${error ?? status}`))
    return isTaken
  }
  const tellOfTeam = async (change: TeamChange) => void (await tellApp('membership', membershipPayload(change)))
  const watched = await watchTeams({
    path: teamsPath,
    read: teams,
    onChange: (change) => background.start(() => tellOfTeam(change)),
    report,
  })
  const events = createEvents({ git, hooks, repositories, told, send, tellApp, cloneUrl })
  const port = createPort({
    repositories,
    teams,
    hooks,
    statuses,
    cloneUrl,
    makeSecret: options.makeSecret ?? (() => randomBytes(32).toString('hex')),
    onHook: (hook, repository) => background.start(() => events.created(hook, repository)),
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
    hooks: () => hooks.all().map(({ secret: _, ...hook }) => hook),
    carryOn: () => background.start(events.catchUp),
    settled: background.settled,
    close: async () => {
      watched.close()
      ending.abort()
      git.stop()
      await background.settled()
    },
  }
}
