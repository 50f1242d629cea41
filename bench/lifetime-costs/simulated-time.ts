import type { Ports } from '../../src/control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../src/site/time.ts'
import type { Policy } from '../../src/site/policy.ts'
import { createFakePorts, createFakeReconciler } from '../../test/support/fake-ports.ts'
import { countedPorts } from './counted-ports.ts'
import { invoked } from './invoked.ts'
import { count, type Tally } from './tally.ts'

/** As EC2 and SSM usually take. */
const DURATIONS = {
  bootMs: 15 * SECOND_MS,
  agentMs: 25 * SECOND_MS,
  jobMs: 45 * SECOND_MS,
  stopMs: 30 * SECOND_MS,
  terminateMs: 40 * SECOND_MS,
  imageMs: 3 * MINUTE_MS,
}

export interface Happening {
  at: Instant
  happen(): Promise<void>
}

/**
 * One site in simulated time. Every save invokes reconcile by the stream (a batch each: the most that can be), every alarm on the whole
 * minute by Scheduler, every change of a machine, an image or a command by an event.
 */
export function simulated(name: string, tally: Tally, rules: Partial<Policy> = {}) {
  const agenda: Happening[] = []
  const fake = createFakePorts({
    durations: DURATIONS,
    policy: rules,
    onSave: () => agenda.push({ at: clock.now(), happen: look }),
  })
  const { clock, policy } = fake
  const ports = withEvents(countedPorts(fake.ports, tally), (inMs) =>
    agenda.push({ at: clock.now() + inMs, happen: () => lookForEvent() }),
  )
  const reconcile = createFakeReconciler(ports, policy)
  const look = () => invoked(tally, () => reconcile(name))
  const lookForEvent = () =>
    invoked(tally, async () => {
      // Whose machine or image it is: `siteOfInstance`, `siteOfImage`.
      count(tally, { EC2: 1 })
      await reconcile(name)
    })
  return {
    ...fake,
    ports,
    /** Lets all this happen, and what comes of it, until nothing is to come or that moment has come. */
    run: async (happenings: Happening[], until: Instant = Infinity) => {
      agenda.push(...happenings)
      await run(agenda, fake, until, async () => {
        tally.alarms += 1
        await look()
      })
    },
  }
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

/** Lets everything happen in its order. */
async function run(
  agenda: Happening[],
  { clock, alarm }: Pick<ReturnType<typeof createFakePorts>, 'clock' | 'alarm'>,
  until: Instant,
  goOff: () => Promise<void>,
): Promise<void> {
  for (;;) {
    agenda.sort((a, b) => a.at - b.at)
    const [alarmAt] = (await alarm.list()).map(({ at }) => at).toSorted((a, b) => a - b)
    const wholeMinute = alarmAt === undefined ? Infinity : Math.ceil(alarmAt / MINUTE_MS) * MINUTE_MS
    const next = agenda[0]
    if (Math.min(next?.at ?? Infinity, wholeMinute) > until) return
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
