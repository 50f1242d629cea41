import type { Ports } from '../../src/control/ports.ts'
import { extend } from '../../src/site/operations/extend.ts'
import { changePassword } from '../../src/site/operations/change-password.ts'
import type { Operation } from '../../src/site/operations/operation.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { applyOperation } from '../../src/control/run-operation.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { withDeploy } from '../../src/site/deploys.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../src/site/time.ts'
import { newSite } from '../../test/support/a-life.ts'
import { createFakeReconciler, createFakePorts } from '../../test/support/fake-ports.ts'
import { countedPorts } from './counted-ports.ts'
import { invoked } from './invoked.ts'
import { count, emptyTally, type Tally } from './tally.ts'

/** As EC2 and SSM usually take. */
const DURATIONS = {
  bootMs: 15 * SECOND_MS,
  agentMs: 25 * SECOND_MS,
  jobMs: 45 * SECOND_MS,
  stopMs: 30 * SECOND_MS,
  terminateMs: 40 * SECOND_MS,
  imageMs: 3 * MINUTE_MS,
}
const NAME = 'plum'
const PUSHES = 10

interface Happening {
  at: Instant
  happen(): Promise<void>
}

/**
 * One site from its form to its purge: ten pushes, a new password, a night asleep, an extension by three days. Every save
 * invokes reconcile by the stream (a batch each: the most that can be), every alarm on the whole minute by Scheduler, every
 * change of a machine, an image or a command by an event.
 */
export async function ourLife(): Promise<{ tally: Tally; days: number }> {
  const tally = emptyTally()
  const agenda: Happening[] = []
  const fake = createFakePorts({ durations: DURATIONS, onSave: () => agenda.push({ at: clock.now(), happen: look }) })
  const { clock, policy } = fake
  const ports = withEvents(countedPorts(fake.ports, tally), (inMs) =>
    agenda.push({ at: clock.now() + inMs, happen: () => lookForEvent() }),
  )
  const reconcile = createFakeReconciler(ports, policy)
  const look = () => invoked(tally, () => reconcile(NAME))
  const lookForEvent = () =>
    invoked(tally, async () => {
      // Whose machine or image it is: `siteOfInstance`, `siteOfImage`.
      count(tally, { EC2: 1 })
      await reconcile(NAME)
    })
  const start = clock.now()
  agenda.push({ at: start, happen: () => invoked(tally, () => made(ports, clock.now(), policy)) })
  for (const happening of people(ports, tally, start, policy)) agenda.push(happening)
  await run(agenda, fake, async () => {
    tally.alarms += 1
    await look()
  })
  if ((await fake.store.load(NAME)) !== undefined) throw new Error('The site did not go')
  return { tally, days: Math.round((clock.now() - start) / DAY_MS) }
}

async function made(ports: Ports, now: Instant, policy: Parameters<typeof newSite>[2]): Promise<void> {
  // Is the name free, and what did the channel use last?
  await ports.store.load(NAME)
  await ports.store.list({ by: 'channel', channel: 'C001' }, { limit: 1 })
  await ports.store.create(newSite(NAME, now, policy))
}

function people(ports: Ports, tally: Tally, start: Instant, policy: Parameters<typeof newSite>[2]): Happening[] {
  const asked =
    (operation: Operation, args = {}) =>
    () =>
      invoked(
        tally,
        async () =>
          void (await applyOperation(
            { ...ports, policy },
            { name: NAME },
            { by: 'U001', role: 'member' },
            operation,
            (site, context) => operation.apply(site, { ...context, ...args }),
          )),
      )
  const push = (index: number) => () =>
    invoked(tally, () =>
      recordFact(ports.store, NAME, (site) => {
        const commit = String(index).repeat(40)
        return withDeploy(site, { deploy: { commit, subject: 'Change', author: 'Aki', at: ports.clock.now() } })
      }),
    )
  const pushes = Array.from({ length: PUSHES }, (_, index) => ({
    at: start + (index + 1) * DAY_MS + 5 * MINUTE_MS,
    happen: push(index),
  }))
  return [
    ...pushes,
    {
      at: start + 2 * DAY_MS,
      happen: asked(changePassword, { user: 'guest', password: 'another' }),
    },
    { at: start + 3.3 * DAY_MS, happen: asked(sleep) },
    { at: start + 3.8 * DAY_MS, happen: asked(wake) },
    { at: start + 13 * DAY_MS, happen: asked(extend, { until: { days: 3 } }) },
  ]
}

/** The ports, reporting when their machines, images, and commands change. */
function withEvents(ports: Ports, changesIn: (ms: number) => void): Ports {
  const { instances, shell } = ports
  const withEvent =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>, ...inMs: number[]) =>
    async (...args: A): Promise<R> => {
      const result = await call(...args)
      for (const ms of inMs) changesIn(ms)
      return result
    }
  return {
    ...ports,
    instances: {
      ...instances,
      launch: withEvent(instances.launch, 0, DURATIONS.bootMs),
      start: withEvent(instances.start, 0, DURATIONS.bootMs),
      stop: withEvent(instances.stop, 0, DURATIONS.stopMs),
      terminate: withEvent(instances.terminate, 0, DURATIONS.terminateMs),
      createImage: withEvent(instances.createImage, DURATIONS.imageMs),
    },
    shell: { ...shell, start: withEvent(shell.start, DURATIONS.jobMs) },
  }
}

/** Lets everything happen in its order, until nothing is to come. */
async function run(
  agenda: Happening[],
  { clock, alarm }: Pick<ReturnType<typeof createFakePorts>, 'clock' | 'alarm'>,
  goOff: () => Promise<void>,
): Promise<void> {
  for (;;) {
    agenda.sort((a, b) => a.at - b.at)
    const [alarmAt] = (await alarm.list()).map(({ at }) => at).toSorted((a, b) => a - b)
    const wholeMinute = alarmAt === undefined ? Infinity : Math.ceil(alarmAt / MINUTE_MS) * MINUTE_MS
    const next = agenda[0]
    if (next !== undefined && next.at <= wholeMinute) {
      agenda.shift()
      clock.set(Math.max(next.at, clock.now()))
      await next.happen()
    } else if (alarmAt !== undefined) {
      clock.set(Math.max(wholeMinute, clock.now()))
      if (alarm.due().length > 0) await goOff()
    } else return
  }
}
