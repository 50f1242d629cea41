import * as z from 'zod'
import { createEc2Instances } from '../../src/aws/instances.ts'
import { aroundTries, translateLimits } from '../../src/aws/errors.ts'
import { createSsmShell } from '../../src/aws/shell.ts'
import type { Ports } from '../../src/control/ports.ts'
import type { Reconcile } from '../../src/control/reconcile.ts'
import { createGithubCodeHost } from '../../src/github/code-host.ts'
import pLimit from 'p-limit'
import { defaultPolicy } from '../../src/site/policy.ts'
import { phaseOf } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { create } from '../../src/site/order.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createChat } from '../../src/slack/chat.ts'
import { createResults } from '../aws/ssm/bench.ts'
import { createFakeEc2, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../support/aws/fake-ec2.ts'
import { BUCKET, createFakeS3 } from '../support/aws/fake-s3.ts'
import { createFakeScheduler, createTestAlarm } from '../support/aws/fake-scheduler.ts'
import { createFakeSsm, DOCUMENT } from '../support/aws/fake-ssm.ts'
import { createFakeEnvironments } from '../support/fake-environments.ts'
import { createFakeRoutes } from '../support/fake-routes.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'
import { createContainers } from './containers.ts'
import { createInternet } from './internet.ts'
import { createLimits, type LimitFigures } from './limits.ts'
import { beforeFake, slowly } from './slow-aws.ts'
import { pause, startVirtualTime } from './virtual-time.ts'
import { seeded } from '../support/seeded.ts'

// Loaded at first use otherwise, which takes real time, in which hours go by here.
import '../../src/github/client.ts'

/** Of the next run. Clients keep the times of their calls, so no run begins before an earlier one has ended. */
let start = Date.parse('2026-11-02T03:00:00Z')
const LONGEST_MS = 3 * DAY_MS
const STACK = 'sites'
/** "Lambda quotas": an account begins with ten at a time; the stream takes four of them (infra/triggers.ts). */
const CONTAINERS = 10
const BATCHES = 4
const BATCH_SIZE = 10
/** src/lambda/reconcile-handler.ts */
const TOGETHER = 5
const DURATIONS = { bootMs: 15 * SECOND_MS, stopMs: 0, terminateMs: 0, imageMs: 0, listLagMs: 2 * SECOND_MS }
const SSM = { agentMs: 25 * SECOND_MS, silenceMs: 5 * MINUTE_MS, jobMs: 45 * SECOND_MS, listLagMs: SECOND_MS }
const ROUTE_MS = 12 * SECOND_MS
/** Of these, what the calls take. */
const ROUTE_CALLS_MS = SECOND_MS

/** How long things outside take; by default, as on a plain image of a distribution. */
export interface Paces {
  bootMs: number
  /** From running to the first word of its agent. */
  agentMs: number
  jobMs: number
  routeMs: number
  /** Its web server passes health checks before it is set up. */
  isWarm?: boolean
  /** When a machine tells that it has booted, from running on, and its agent takes commands at once; absent: neither is so. */
  reportsMs?: readonly number[]
}
const PLAIN: Paces = { bootMs: DURATIONS.bootMs, agentMs: SSM.agentMs, jobMs: SSM.jobMs, routeMs: ROUTE_MS }
const STORE_MS = 10
/** From a save to what the stream tells of it. */
const STREAM_MS = 200
const clock = { now: () => Date.now() }
const addresses = {
  siteHost: (name: string) => `${name}.example.com`,
  siteUrl: (name: string) => `https://${name}.example.com`,
}
const alarmSchema = z.object({ name: z.string() })
/** "Creating webhooks" allows 20 of a kind at a repository. */
const SITES_PER_REPOSITORY = 10

export interface ManyOptions {
  seed: number
  sites: number
  channels: number
  paces?: Paces
}

export interface ManyFigures {
  ready: number
  failed: number
  /** Minutes until half of them, and until all, were ready. */
  halfMinutes: number
  allMinutes: number
  /** Seconds from its launch to ready, of the slowest. */
  readyAfterS: number
  invocations: number
  limits: Map<string, LimitFigures>
  /** Cards and announcements that were posted, and that had to be. */
  posted: number
  expected: number
}

/** So many sites are asked for at one moment: the reconciler as AWS runs it, on fakes as slow and as limited as the services. */
export async function createMany({ seed, sites, channels, paces = PLAIN }: ManyOptions): Promise<ManyFigures> {
  const random = Math.random
  const network = globalThis.fetch
  const time = startVirtualTime(start)
  Math.random = seeded(seed)
  try {
    return await live({ sites, channels, paces }, time)
  } finally {
    time.stop()
    start += LONGEST_MS
    Math.random = random
    globalThis.fetch = network
  }
}

async function live(
  { sites, channels, paces }: Required<Omit<ManyOptions, 'seed'>>,
  time: ReturnType<typeof startVirtualTime>,
): Promise<ManyFigures> {
  const limits = createLimits()
  const containers = createContainers(CONTAINERS)
  const repositories = Array.from({ length: Math.ceil(sites / SITES_PER_REPOSITORY) }, (_, at) => `acme/repo-${at}`)
  const tokens = Array.from({ length: CONTAINERS }, (_, at) => tokenOf(at))
  const internet = createInternet(limits, { repositories, tokens }, containers.client)
  globalThis.fetch = internet.fetch
  const reconciles: Reconcile[] = []
  const reconcileIn = (container: number): Reconcile => reconciles[container] ?? (async () => {})
  const reconcile = (name: string) => containers.invoke((container) => reconcileIn(container)(name))
  const stream = createStream(
    (names) => (container) => pLimit(TOGETHER).map(names, (name) => reconcileIn(container)(name).catch(() => {})),
    containers.invoke,
  )
  const store = createFakeSiteStore({ onSave: stream.put })
  const readyAt = new Map<string, number>()
  const seen = (site: Site) => {
    if (phaseOf(site) === 'ready' && !readyAt.has(site.name)) readyAt.set(site.name, Date.now())
  }
  const cloud = createCloud(limits, paces)
  /** Of sites, by their machines. */
  const names = new Map<string, string>()
  const launchedAt = new Map<string, number>()
  for (let container = 0; container < CONTAINERS; container++) {
    const ports = portsOf(cloud, slowStore(store, seen), { token: tokenOf(container) })
    reconciles.push(createFakeReconciler(withEvents(ports, { names, launchedAt, paces, reconcile }), defaultPolicy))
  }
  ring(cloud.scheduler, reconcile)
  for (let index = 0; index < sites; index++) {
    const repository = repositories[Math.floor(index / SITES_PER_REPOSITORY)] ?? ''
    await store.create(siteOf(index, repository, `C${index % channels}`, cloud.image))
  }
  // A card and the news that it is ready, for each.
  const expected = sites * 2
  await time.run(() => readyAt.size === sites && internet.posted.length >= expected, start + LONGEST_MS)
  const minutes = [...readyAt.values()].map((at) => (at - start) / MINUTE_MS).toSorted((a, b) => a - b)
  return {
    ready: readyAt.size,
    failed: store.all().filter((site) => phaseOf(site) === 'failed').length,
    halfMinutes: minutes[Math.floor(minutes.length / 2)] ?? Infinity,
    allMinutes: minutes.at(-1) ?? Infinity,
    readyAfterS: Math.max(...[...readyAt].map(([name, at]) => (at - (launchedAt.get(name) ?? start)) / SECOND_MS)),
    invocations: containers.invocations(),
    limits: limits.figures,
    posted: internet.posted.length,
    expected,
  }
}

/** Each container has its own, by which the fakes tell them apart. */
function tokenOf(container: number): string {
  return `token-${container}`
}

/** The table's stream: batches of ten, four at once (infra/triggers.ts). */
function createStream(
  work: (names: string[]) => (container: number) => Promise<unknown>,
  invoke: (work: (container: number) => Promise<void>) => void,
) {
  const waiting: string[] = []
  let underWay = 0
  const next = () => {
    while (underWay < BATCHES && waiting.length > 0) {
      underWay += 1
      const reconcileAll = work(waiting.splice(0, BATCH_SIZE))
      invoke(async (container) => {
        await reconcileAll(container)
        underWay -= 1
        next()
      })
    }
  }
  return {
    put: (name: string) => {
      waiting.push(name)
      setTimeout(next, STREAM_MS)
    },
  }
}

function createCloud(limits: ReturnType<typeof createLimits>, paces: Paces) {
  const { bootMs, agentMs, jobMs } = paces
  const ec2 = createFakeEc2(clock, { ...DURATIONS, bootMs })
  const s3 = createFakeS3(clock)
  const ssm = createFakeSsm({ clock, ec2, s3, durations: { ...SSM, agentMs, jobMs }, run: createResults().resultOf })
  const scheduler = createFakeScheduler(clock)
  const slow = slowly(limits)
  ec2.client.middlewareStack.add(translateLimits, aroundTries)
  ec2.client.middlewareStack.addRelativeTo(slow, beforeFake)
  ssm.client.middlewareStack.add(translateLimits, aroundTries)
  ssm.client.middlewareStack.addRelativeTo(slow, beforeFake)
  scheduler.client.middlewareStack.add(translateLimits, aroundTries)
  scheduler.client.middlewareStack.addRelativeTo(slow, beforeFake)
  s3.client.middlewareStack.addRelativeTo(slow, beforeFake)
  return { ec2, s3, ssm, scheduler, image: ec2.addImage().id, routes: slowRoutes(paces) }
}

type Cloud = ReturnType<typeof createCloud>

function portsOf(
  { ec2, s3, ssm, scheduler, routes }: Cloud,
  store: Ports['store'],
  { token }: { token: string },
): Ports {
  return {
    clock,
    store,
    instances: createEc2Instances({
      ec2: ec2.client,
      stack: STACK,
      launchTemplateId: LAUNCH_TEMPLATE,
      launchTemplateVersion: LAUNCH_TEMPLATE_VERSION,
      diskGib: 16,
      subnetIds: ['subnet-a'],
      fallbackSizes: {},
    }),
    shell: createSsmShell({
      ssm: ssm.client,
      s3: s3.client,
      clock,
      bucket: BUCKET,
      documentName: DOCUMENT,
      instanceBundle: async () => Buffer.from('what runs on machines'),
    }),
    routes,
    alarm: createTestAlarm(scheduler, clock),
    environments: createFakeEnvironments().environments,
    codeHost: createGithubCodeHost({ auth: { token }, org: 'acme', clock }),
    chat: createChat({ clock, policy: defaultPolicy, locale: 'en', addresses }, { botToken: 'xoxb-1' }),
  }
}

/** Load balancers have fakes whose lists are pages of two: too slow for so many. Here they only take their time. */
function slowRoutes({ routeMs, isWarm = false }: Paces): Ports['routes'] {
  const { routes } = createFakeRoutes()
  /** When the first health check will have passed. */
  const healthyAt = new Map<string, number>()
  return {
    ...routes,
    prepare: async (route) => {
      await pause(ROUTE_CALLS_MS)
      if (isWarm) healthyAt.set(route.instanceId, clock.now() + routeMs - ROUTE_CALLS_MS)
      await routes.prepare(route)
    },
    put: async (route) => {
      await pause(ROUTE_CALLS_MS)
      const at = healthyAt.get(route.instanceId) ?? clock.now() + routeMs - ROUTE_CALLS_MS
      await pause(Math.max(0, at - clock.now()))
      await routes.put(route)
    },
  }
}

function slowStore(store: Ports['store'], seen: (site: Site) => void): Ports['store'] {
  return {
    ...store,
    load: async (name) => (await pause(STORE_MS), store.load(name)),
    save: async (site) => {
      await pause(STORE_MS)
      const saved = await store.save(site)
      seen(saved)
      return saved
    },
  }
}

interface Events {
  names: Map<string, string>
  launchedAt: Map<string, number>
  paces: Paces
  reconcile(name: string): void
}

/** EventBridge tells when machines run and jobs have ended, and machines that they have booted. */
function withEvents(ports: Ports, { names, launchedAt, paces, reconcile }: Events): Ports {
  const { instances, shell } = ports
  return {
    ...ports,
    instances: {
      ...instances,
      launch: async (order) => {
        launchedAt.set(order.site.name, Date.now())
        const machine = await instances.launch(order)
        names.set(machine.id, order.site.name)
        for (const afterMs of [0, ...(paces.reportsMs ?? [])]) {
          setTimeout(() => reconcile(order.site.name), paces.bootMs + afterMs)
        }
        return machine
      },
    },
    shell: {
      ...shell,
      start: async (instanceId, job) => {
        const id = await shell.start(instanceId, job)
        // The fake's agent takes it when somebody looks.
        if (paces.reportsMs !== undefined) await shell.result(instanceId, id)
        setTimeout(() => reconcile(names.get(instanceId) ?? ''), paces.jobMs)
        return id
      },
    },
  }
}

/** Schedules go off on the minute. */
function ring(scheduler: Cloud['scheduler'], reconcile: (name: string) => void): void {
  setInterval(() => {
    for (const input of scheduler.due()) reconcile(alarmSchema.parse(JSON.parse(input)).name)
  }, MINUTE_MS)
}

function siteOf(index: number, repository: string, channel: string, image: string): Site {
  const name = `site-${index}`
  const order = {
    name,
    repository,
    branch: 'main',
    documentRoot: 'public',
    image,
    size: 't3.micro',
    accessUser: 'guest',
    channel,
    expiresAt: start + 14 * DAY_MS,
  }
  return create(order, 'a hash', `id-${index}`, { by: 'U0BEN', now: start })
}
