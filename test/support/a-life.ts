import type { Job } from '../../src/control/jobs.ts'
import { nextReconcileAt } from '../../src/control/next-reconcile.ts'
import { create } from '../../src/site/order.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import type { Site } from '../../src/site/site.ts'
import { checkExpiryDate, defaultExpiryDate } from '../../src/site/expiry.ts'
import type { Policy } from '../../src/site/policy.ts'
import { HOUR_MS, type CalendarDate, type Instant } from '../../src/site/time.ts'
import type { NotificationType } from '../../src/site/notification-type.ts'
import { createLogReader } from './log-reader.ts'
import { createFakeReconciler, createFakePorts, reconcilerDeps, type FakePortsOptions } from './fake-ports.ts'

const NAME = 'plum'

/** One site on fake ports, from its creation on. Time passes only when a test moves it. */
export async function createLife({ siteId, ...options }: FakePortsOptions & { siteId?: string } = {}) {
  const fake = createFakePorts(options)
  const { ports, policy, clock } = fake
  const log = createLogReader(clock)
  const reconcile = createFakeReconciler(ports, policy, log.log)
  await ports.store.create(newSite(NAME, clock.now(), policy, undefined, siteId))

  const load = () => ports.store.load(NAME)
  const site = async (): Promise<Site> => {
    const found = await load()
    if (found === undefined) throw new Error('The site is gone')
    return found
  }
  /** Time goes on to each alarm up to then. */
  const pass = async (ms: number) => {
    const end = clock.now() + ms
    for (;;) {
      await reconcile(NAME)
      const next = (await fake.alarm.list()).map(({ at }) => at).toSorted((a, b) => a - b)[0]
      if (next === undefined || next > end) break
      clock.set(Math.max(next, clock.now()))
      fake.alarm.due()
    }
    clock.set(end)
  }
  /** Moves time on until nothing is due within an hour. */
  const settle = async () => {
    for (let count = 0; count < 100; count++) {
      await reconcile(NAME)
      const current = await load()
      if (current === undefined) return
      const next = nextReconcileAt(current, clock.now(), reconcilerDeps(ports, policy))
      if (next === undefined || next > clock.now() + HOUR_MS) return
      clock.set(Math.max(next, clock.now()))
    }
    throw new Error('It does not settle')
  }
  return {
    ...fake,
    load,
    site,
    lines: log.lines,
    written: log.written,
    log: log.log,
    pass,
    settle,
    reconcile: () => reconcile(NAME),
    /** `by`: the owner, without another. */
    ask: async (request: (site: Site, asked: OperationContext) => Site, by = 'U001') => {
      clock.advance(1)
      await ports.store.save(request(await site(), { by, now: clock.now(), policy }))
    },
    machines: () => fake.machines.machines(),
    fill: fake.machines.fill,
    refuseLaunches: fake.machines.refuseLaunches,
    jobs: (kind: Job['kind']) =>
      fake.machines
        .jobs()
        .map(({ job }) => job)
        .filter((job) => job.kind === kind),
    routes: () => fake.routes.all(),
    notified: () => fake.chat.messages.map(({ kind }) => kind),
    messages: (topic: NotificationType) => fake.chat.messages.filter(({ kind }) => kind === topic),
    card: () => fake.chat.messages.find(({ kind }) => kind === 'card'),
    remains: () => ({
      machines: fake.machines.machines().length,
      images: fake.machines.images().length,
      routes: fake.routes.all().length,
      grants: fake.codeHost.registered().length,
    }),
  }
}

let created = 0

export function newSite(
  name: string,
  now: Instant,
  policy: Policy,
  lastDay: CalendarDate = defaultExpiryDate(now, policy),
  id = `id-${name}-${++created}`,
): Site {
  const order = {
    name,
    repository: 'orchard/plum',
    branch: 'main',
    documentRoot: 'public',
    image: 'debian-12',
    size: 'small',
    accessUser: 'guest',
    sshTeam: 'growers',
    channel: 'C001',
    expiresAt: checkExpiryDate(lastDay, now, policy),
  }
  return create(order, 'a hash', id, { by: 'U001', now })
}
