import type { Ports } from '../../../src/control/ports.ts'
import { HOUR_MS, type Instant } from '../../../src/site/time.ts'
import { type FakeMachines, PLACES } from '../fake-machines.ts'
import type { FakeClock } from '../fake-clock.ts'
import { createAnswers } from '../earlier-answers.ts'
import { withFaults, type FaultPlan } from '../faults.ts'

/** Processes that share fake ports, side by side. */
export interface Processes {
  /** Begins one; it goes on at the next turn of the event loop. What it throws goes to `onError`. */
  start(work: (ports: Ports) => Promise<void>): void
  /** All of them have ended, died, or hang. */
  rest(): Promise<void>
  /** Until so much time has passed. */
  wait(ms: number): Promise<void>
  /** Time passes; what hangs until then goes on at its moment. */
  passTo(at: Instant): Promise<void>
}

interface Waiting {
  until: Instant
  goOn(): void
}

/** Processes one after another, whose calls meet with what `next` says. */
export function createFaultyProcesses(
  fake: { ports: Ports; clock: FakeClock } & Pick<FakeMachines, 'fill' | 'refuseLaunches'>,
  next: FaultPlan['next'],
): Processes {
  const answers = createAnswers(fake.clock, true)
  return createProcesses(
    fake,
    {
      next,
      takeRoom: () => fake.fill(PLACES - 1, fake.clock.now() + HOUR_MS),
      refuse: () => fake.refuseLaunches(1),
      turns: () => 0,
      afterEffect: () => {},
      answers,
      throttled: new Map(),
      lagging: new Map(),
    },
    () => {},
  )
}

export function createProcesses(
  { ports, clock }: { ports: Ports; clock: FakeClock },
  plan: Omit<FaultPlan, 'wait'>,
  onError: (error: unknown) => void,
): Processes {
  const waiting: Waiting[] = []
  const wait = (ms: number) =>
    new Promise<void>((goOn) => {
      waiting.push({ until: clock.now() + ms, goOn })
    })
  // No fake port waits for more than microtasks, which are over by then.
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve))
  const takeNext = (at: Instant): Waiting | undefined => {
    const first = Math.min(...waiting.map(({ until }) => until))
    return first > at
      ? undefined
      : waiting.splice(
          waiting.findIndex(({ until }) => until === first),
          1,
        )[0]
  }
  return {
    start: (work) => {
      work(withFaults(ports, { ...plan, wait })).catch(onError)
    },
    rest,
    wait,
    passTo: async (at) => {
      for (let next = takeNext(at); next !== undefined; next = takeNext(at)) {
        clock.set(Math.max(clock.now(), next.until))
        next.goOn()
        await rest()
      }
      clock.set(Math.max(clock.now(), at))
    },
  }
}
