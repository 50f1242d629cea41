import { mkdir, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { LocalOptions } from '../options.ts'
import { createWorkspaceServer } from '@pokopoko/slack-emulator'
import { setTimeout } from 'node:timers/promises'
import { createLogReader } from '../../control/read-logs.ts'
import { createPerformer } from '../../terminal/perform.ts'
import { type CliEndpoint, openCliEndpoint } from './cli-endpoint.ts'
import { people } from './demo-workspace.ts'
import { createLocalBaker } from './bake-image.ts'
import { startEngine } from './engine.ts'
import { type CreateLog, openCoreServices } from './core-services.ts'
import { close, listenOn } from '../listen.ts'
import type { Log } from '../../log.ts'
import { openSites, sizes } from './sites.ts'
import { openSlack } from './slack.ts'

export interface Platform {
  /** The workspace page. */
  url: string
  sitesPort: number
  /** Where repositories are cloned from: `…/OWNER/NAME.git`. */
  gitUrl: string
  /** What the machines are, for people. */
  machines: string
  log: Log
  /** Ends everything that was started; what was written stays. */
  stop(): Promise<void>
}

/** Starts all of pokopoko in this process; nothing outside of it is needed but git. Error with a line for people. */
export async function startPlatform(options: LocalOptions, createLog: CreateLog): Promise<Platform> {
  const { dataDir: directory, policy } = options
  await prepareDirectory(options)
  const core = await openCoreServices(directory, createLog)
  const { log, report } = core
  const say = (message: string) => log({ level: 'info', message })
  let isReady = false
  // Machines of a former process carry on at once, and what they ask of GitHub waits until it is served.
  const early: Parameters<RequestListener>[] = []
  let respond: RequestListener = (...request) => void early.push(request)
  const page = createServer((req, res) => respond(req, res))
  const url = `http://localhost:${await listenOn(page, options.port, 'PORT')}`
  const sites = await openSites(core, { ...options, directory, baseUrl: url, say })
  const slack = await openSlack(core, sites, { ...options, directory, baseUrl: url })
  let cliEndpoint: CliEndpoint | undefined
  respond = await createWorkspaceServer({
    workspace: slack.workspace,
    people: people.map(({ id }) => id),
    clock: {
      now: core.clock.now,
      nextEventAt: sites.alarm.nextAt,
      skip: sites.alarm.skip,
      skipToNext: sites.alarm.skipToNext,
    },
    ready: () => isReady,
    other: async (req: IncomingMessage, res: ServerResponse) =>
      (await sites.takeEvents(req, res)) ||
      (await sites.github.handle(req, res)) ||
      (await cliEndpoint?.handle(req, res)) === true,
    byline: 'ポコポコ',
    logo: await readFile(new URL('../logo.svg', import.meta.url), 'utf8'),
    onError: report,
  })
  for (const request of early) respond(...request)
  sites.github.redeliver()
  const ports = {
    ...sites.ports,
    clock: core.clock,
    store: core.store,
    environments: core.environments,
    chat: slack.chat,
  }
  const engine = await startEngine(ports, core, { ...options, addresses: sites.addresses })
  const { catalogue, addresses } = sites
  const { codeHost } = sites.ports
  const perform = createPerformer({
    log,
    store: core.store,
    auditTrail: core.auditTrail,
    environments: core.environments,
    clock: core.clock,
    policy,
    addresses,
    offers: async () => ({ catalogue, codeHost, chat: slack.chat }),
    readLogs: createLogReader({ ...ports, wait: setTimeout }),
    dryRun: () => engine.sweep({ dryRun: true }),
    ...(sites.machines.kind === 'containers' && { bakeImage: createLocalBaker({ ...ports, sizes }) }),
  })
  cliEndpoint = await openCliEndpoint({ directory, url, perform, report })
  isReady = true
  return {
    url,
    sitesPort: sites.sitesPort,
    gitUrl: `${url}/git`,
    machines: sites.machines.description,
    log,
    stop: async () => {
      isReady = false
      const closed = close(page)
      await cliEndpoint?.close()
      await engine.stop()
      await sites.close()
      await closed
      await slack.close()
      await core.close()
    },
  }
}

async function prepareDirectory({ dataDir, fresh }: LocalOptions): Promise<void> {
  try {
    if (fresh) await rm(dataDir, { recursive: true, force: true })
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${dataDir} cannot be written: ${message}; choose another with DATA_DIR=…`, { cause })
  }
}
