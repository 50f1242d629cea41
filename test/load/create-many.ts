import { generateKeyPairSync } from 'node:crypto'
import * as z from 'zod'
import { createTurns } from '../../src/control/turns.ts'
import { LOAD_BALANCERS, RECORDS } from '../../src/aws/alb/paces.ts'
import { LAUNCHES } from '../../src/aws/ec2/launches.ts'
import { createMachineReader, type MachineReader } from '../../src/aws/ec2/machine-reader.ts'
import { createEc2Instances } from '../../src/aws/instances.ts'
import { createAlbRoutes } from '../../src/aws/routes.ts'
import { aroundTries, translateLimits } from '../../src/aws/errors.ts'
import { createSsmShell } from '../../src/aws/shell.ts'
import type { Ports } from '../../src/control/ports.ts'
import type { Reconcile } from '../../src/control/reconcile.ts'
import { createGithubCodeHost } from '../../src/github/code-host.ts'
import { createInstallationTokens } from '../../src/github/installation-tokens.ts'
import { createReconcileHandler } from '../../src/lambda/reconcile-handler.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { phaseOf } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { create } from '../../src/site/order.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { createChat } from '../../src/slack/chat.ts'
import { createResults } from '../aws/ssm/bench.ts'
import { createFakeElb } from '../support/aws/fake-elb.ts'
import { createFakeEc2, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../support/aws/fake-ec2.ts'
import { createFakeRoute53, ZONE } from '../support/aws/fake-route53.ts'
import { BUCKET, createFakeS3 } from '../support/aws/fake-s3.ts'
import { createFakeScheduler, createTestAlarm } from '../support/aws/fake-scheduler.ts'
import { createFakeSsm, DOCUMENT } from '../support/aws/fake-ssm.ts'
import { createFakeEnvironments } from '../support/fake-environments.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { createFakeReconciler } from '../support/fake-ports.ts'
import { createContainers } from './containers.ts'
import { createInternet } from './internet.ts'
import { createLimits, type LimitFigures } from './limits.ts'
import { beforeFake, slowly } from './slow-aws.ts'
import { pause, startVirtualTime } from '../support/virtual-time.ts'
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
const DURATIONS = { bootMs: 15 * SECOND_MS, stopMs: 0, terminateMs: 0, imageMs: 0, listLagMs: 2 * SECOND_MS }
const SSM = { agentMs: 25 * SECOND_MS, silenceMs: 5 * MINUTE_MS, jobMs: 45 * SECOND_MS, listLagMs: SECOND_MS }
/** Six checks that fail, 5 s apart (src/aws/alb/target-group.ts), since no web server runs before the set-up. */
const ROUTE_MS = 30 * SECOND_MS
/** "Changes generally propagate to all Route 53 name servers within 60 seconds." */
const DNS_MS = MINUTE_MS
/** Neither can be raised for target groups: "Quotas for your Application Load Balancers". */
const SITES_PER_BALANCER = 100

/** How long things outside take; by default, as on a plain image of a distribution. */
export interface Paces {
  bootMs: number
  /** From running to the first word of its agent. */
  agentMs: number
  jobMs: number
  /** From a target's registration to the load balancer's decision. */
  routeMs: number
  /** When a machine tells that it has booted, from running on, and its agent takes commands at once; absent: neither is so. */
  reportsMs?: readonly number[]
}
const PLAIN: Paces = { bootMs: DURATIONS.bootMs, agentMs: SSM.agentMs, jobMs: SSM.jobMs, routeMs: ROUTE_MS }
const STORE_MS = 10
/** From a save to what the stream tells of it. */
const STREAM_MS = 200
const clock = { now: () => Date.now() }
const DOMAIN = 'example.com'
const addresses = {
  siteHost: (name: string) => `${name}.${DOMAIN}`,
  siteUrl: (name: string) => `https://${name}.${DOMAIN}`,
}
const alarmSchema = z.object({ name: z.string() })
/** Containers of the function for visitors, where machines get tokens: each keeps its own. */
const GATEWAYS = 4
const APP_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
/** "Creating webhooks" allows 20 of a kind at a repository. */
const SITES_PER_REPOSITORY = 10

export interface ManyOptions {
  seed: number
  sites: number
  channels: number
  paces?: Paces
  /** By the App's tokens and events, in place of a deploy key and a webhook for each. */
  byApp?: boolean
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
  /** Calls of each service before a site was ready, on average. */
  beforeReady: Record<string, number>
  limits: Map<string, LimitFigures>
  /** Cards and announcements that were posted, and that had to be. */
  posted: number
  expected: number
}

/** So many sites are asked for at one moment: the reconciler as AWS runs it, on fakes as slow and as limited as the services. */
export async function createMany({
  seed,
  sites,
  channels,
  paces = PLAIN,
  byApp = false,
}: ManyOptions): Promise<ManyFigures> {
  const random = Math.random
  const network = globalThis.fetch
  const time = startVirtualTime(start)
  Math.random = seeded(seed)
  try {
    return await live({ sites, channels, paces, byApp }, time)
  } finally {
    time.stop()
    start += LONGEST_MS
    Math.random = random
    globalThis.fetch = network
  }
}

async function live(
  { sites, channels, paces, byApp }: Required<Omit<ManyOptions, 'seed'>>,
  time: ReturnType<typeof startVirtualTime>,
): Promise<ManyFigures> {
  const readyAt = new Map<string, number>()
  const containers = createContainers(CONTAINERS)
  const limits = createLimits(() => {
    const site = containers.site()
    return site !== undefined && !readyAt.has(site)
  })
  const repositories = Array.from({ length: Math.ceil(sites / SITES_PER_REPOSITORY) }, (_, at) => `acme/repo-${at}`)
  const tokens = Array.from({ length: CONTAINERS }, (_, at) => tokenOf(at))
  const internet = createInternet(limits, { repositories, tokens, publicKey: APP_KEY.publicKey }, containers.client)
  globalThis.fetch = internet.fetch
  const handlers: Handler[] = []
  /** What fails comes again by an alarm. */
  const handle = async (container: number, event: object) => void (await handlers[container]?.(event).catch(() => {}))
  const invoke = (event: object) => containers.invoke((container) => handle(container, event))
  const stream = createStream((names) => (container) => handle(container, streamEvent(names)), containers.invoke)
  const store = createFakeSiteStore({ onSave: stream.put })
  const seen = (site: Site) => {
    if (phaseOf(site) === 'ready' && !readyAt.has(site.name)) readyAt.set(site.name, Date.now())
  }
  const cloud = createCloud(limits, paces, Math.ceil(sites / SITES_PER_BALANCER))
  /** Of sites, by their machines. */
  const names = new Map<string, string>()
  const launchedAt = new Map<string, number>()
  const gateways = Array.from({ length: GATEWAYS }, () =>
    createInstallationTokens({ id: 1, installationId: 1, privateKey: APP_KEY.privateKey }, { clock }),
  )
  const tokenFor = (repository: string) => gateways[Math.floor(Math.random() * GATEWAYS)]?.(repository)
  for (let container = 0; container < CONTAINERS; container++) {
    const machines = createMachineReader({ ec2: cloud.ec2.client, stack: STACK, clock })
    const ports = portsOf(cloud, slowStore(store, seen), { token: tokenOf(container), machines, byApp })
    const reconcile = createFakeReconciler(
      withEvents(ports, { cloud, names, launchedAt, paces, invoke, tokenFor }),
      defaultPolicy,
    )
    const forSite: Reconcile = (name, options) => containers.forSite(name, () => reconcile(name, options))
    handlers.push(handlerOf(machines, names, forSite, containers.forSite))
  }
  ring(cloud.scheduler, invoke)
  for (let index = 0; index < sites; index++) {
    const repository = repositories[Math.floor(index / SITES_PER_REPOSITORY)] ?? ''
    await store.create(siteOf(index, repository, `C${index % channels}`, cloud.image))
  }
  // A card and the news that it is ready, for each.
  const expected = sites * 2
  await time.run(() => readyAt.size === sites && internet.posted.length >= expected, start + LONGEST_MS)
  const visibleAt = [...readyAt].map(([name, at]) => Math.max(at, cloud.inDnsAt(addresses.siteHost(name))))
  const minutes = visibleAt.map((at) => (at - start) / MINUTE_MS).toSorted((a, b) => a - b)
  return {
    ready: readyAt.size,
    failed: store.all().filter((site) => phaseOf(site) === 'failed').length,
    halfMinutes: minutes[Math.floor(minutes.length / 2)] ?? Infinity,
    allMinutes: minutes.at(-1) ?? Infinity,
    readyAfterS: Math.max(...[...readyAt].map(([name, at]) => (at - (launchedAt.get(name) ?? start)) / SECOND_MS)),
    invocations: containers.invocations(),
    beforeReady: Object.fromEntries(
      SERVICES.map((service) => [service, sumOf(limits.figures, service) / Math.max(1, readyAt.size)]),
    ),
    limits: limits.figures,
    posted: internet.posted.length,
    expected,
  }
}

type Handler = ReturnType<typeof createReconcileHandler>

/** As in src/lambda/reconcile.ts. */
function handlerOf(
  machines: MachineReader,
  names: Map<string, string>,
  reconcile: Reconcile,
  forSite: <T>(site: string, work: () => Promise<T>) => Promise<T>,
): Handler {
  return createReconcileHandler({
    reconcile,
    siteOfInstance: (id) => forSite(names.get(id) ?? '', () => machines.siteOf(id)),
    siteOfImage: async () => undefined,
    log: () => {},
  })
}

function streamEvent(names: readonly string[]): object {
  const Records = names.map((name, at) => ({
    eventSource: 'aws:dynamodb',
    eventName: 'MODIFY',
    dynamodb: { Keys: { name: { S: name } }, SequenceNumber: String(at) },
  }))
  return { Records }
}

const SERVICES = ['EC2', 'GitHub', 'GitHub creations', 'ELB', 'Route 53', 'SSM', 'Scheduler']

/** Of that service: its own, or of all its calls. */
function sumOf(figures: Map<string, LimitFigures>, service: string): number {
  const own = figures.get(service)
  if (own !== undefined) return own.beforeReady
  return [...figures]
    .filter(([name]) => name.startsWith(`${service} `))
    .reduce((sum, [, { beforeReady }]) => sum + beforeReady, 0)
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

function createCloud(
  limits: ReturnType<typeof createLimits>,
  { bootMs, agentMs, jobMs, routeMs }: Paces,
  listeners: number,
) {
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
  const elb = createFakeElb(clock, { listeners, healthMs: routeMs, pageSize: 400 })
  elb.client.middlewareStack.add(translateLimits, aroundTries)
  elb.client.middlewareStack.addRelativeTo(slow, beforeFake)
  const changedAt = new Map<string, number>()
  const route53 = createFakeRoute53({ onChange: (host) => changedAt.set(host, Date.now()) })
  route53.client.middlewareStack.add(translateLimits, aroundTries)
  route53.client.middlewareStack.addRelativeTo(slow, beforeFake)
  const image = ec2.addImage().id
  return {
    ec2,
    s3,
    ssm,
    scheduler,
    image,
    elb,
    route53,
    /** When name servers tell what was last changed for that host. */
    inDnsAt: (host: string) => (changedAt.get(host) ?? -Infinity) + DNS_MS,
  }
}

type Cloud = ReturnType<typeof createCloud>

function portsOf(
  { ec2, s3, ssm, scheduler, elb, route53 }: Cloud,
  store: Ports['store'],
  { token, machines, byApp }: { token: string; machines: MachineReader; byApp: boolean },
): Ports {
  const turns = { store, clock, wait: pause }
  return {
    clock,
    store,
    instances: createEc2Instances({
      ec2: ec2.client,
      clock,
      machines,
      stack: STACK,
      launchTemplateId: LAUNCH_TEMPLATE,
      launchTemplateVersion: LAUNCH_TEMPLATE_VERSION,
      diskGib: 16,
      subnetIds: ['subnet-a'],
      fallbackSizes: {},
      turn: createTurns(turns, 'launches', LAUNCHES),
    }),
    shell: createSsmShell({
      ssm: ssm.client,
      s3: s3.client,
      clock,
      bucket: BUCKET,
      documentName: DOCUMENT,
      instanceBundle: async () => Buffer.from('what runs on machines'),
    }),
    routes: createAlbRoutes({
      elb: elb.client,
      route53: route53.client,
      stack: STACK,
      domain: DOMAIN,
      hostedZoneId: ZONE,
      vpcId: 'vpc-0123456789abcdef0',
      listeners: elb.listeners,
      clock,
      turn: createTurns(turns, 'load-balancers', LOAD_BALANCERS),
      recordTurn: createTurns(turns, 'records', RECORDS),
    }),
    alarm: createTestAlarm(scheduler, clock),
    environments: createFakeEnvironments().environments,
    codeHost: createGithubCodeHost({ auth: { token }, org: 'acme', clock, byApp, store }),
    chat: createChat({ clock, policy: defaultPolicy, locale: 'en', addresses }, { botToken: 'xoxb-1' }),
  }
}

function slowStore(store: Ports['store'], seen: (site: Site) => void): Ports['store'] {
  return {
    ...store,
    load: async (name) => (await pause(STORE_MS), store.load(name)),
    loadCallLog: async (name) => (await pause(STORE_MS), store.loadCallLog(name)),
    saveCallLog: async (name, log) => (await pause(STORE_MS), store.saveCallLog(name, log)),
    save: async (site) => {
      await pause(STORE_MS)
      const saved = await store.save(site)
      seen(saved)
      return saved
    },
  }
}

interface Events {
  cloud: Cloud
  names: Map<string, string>
  launchedAt: Map<string, number>
  paces: Paces
  invoke(event: object): void
  /** What a machine is given to clone with. */
  tokenFor(repository: string): Promise<string | undefined> | undefined
}

const instanceEvent = (id: string, state: string) => ({
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  detail: { 'instance-id': id, state },
})
const commandEvent = (id: string) => ({
  source: 'aws.ssm',
  'detail-type': 'EC2 Command Invocation Status-change Notification',
  detail: { 'instance-id': id },
})

/** EventBridge tells when machines run and jobs have ended, and machines that they have booted. */
function withEvents(ports: Ports, { cloud: { elb }, names, launchedAt, paces, invoke, tokenFor }: Events): Ports {
  const { instances, shell } = ports
  return {
    ...ports,
    instances: {
      ...instances,
      launch: async (order) => {
        launchedAt.set(order.site.name, Date.now())
        const machine = await instances.launch(order)
        names.set(machine.id, order.site.name)
        elb.machines.add(machine.id)
        setTimeout(() => invoke(instanceEvent(machine.id, 'running')), paces.bootMs)
        for (const afterMs of paces.reportsMs ?? []) {
          setTimeout(() => invoke({ name: order.site.name }), paces.bootMs + afterMs)
        }
        return machine
      },
    },
    shell: {
      ...shell,
      start: async (instanceId, job) => {
        const id = await shell.start(instanceId, job)
        const isByToken = job.kind === 'set-up' && job.cloneTokens !== undefined
        const token = isByToken ? untilGiven(() => tokenFor(job.repository)) : undefined
        // The fake's agent takes it when somebody looks.
        if (paces.reportsMs !== undefined) await shell.result(instanceId, id)
        const told = () => invoke(commandEvent(instanceId))
        // It clones at its end, as it were: what the token waits for comes on top.
        setTimeout(() => void (token === undefined ? told() : token.then(told)), paces.jobMs)
        return id
      },
    },
  }
}

/** As a machine asks, which waits longer each time (`instance/bin/credential`). */
async function untilGiven(ask: () => Promise<unknown> | undefined): Promise<void> {
  for (let waitMs = SECOND_MS; ; waitMs *= 2) {
    try {
      await ask()
      return
    } catch {
      await pause(waitMs)
    }
  }
}

/** Schedules go off on the minute. */
function ring(scheduler: Cloud['scheduler'], invoke: (event: object) => void): void {
  setInterval(() => {
    for (const input of scheduler.due()) invoke(alarmSchema.parse(JSON.parse(input)))
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
