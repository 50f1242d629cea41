import assert from 'node:assert/strict'
import type { LaunchOrder, Ports } from '../../../src/control/ports.ts'
import { createRecentLooks } from '../../../src/control/recent-looks.ts'
import { createReconciler } from '../../../src/control/reconcile.ts'
import type { ReconcilerDeps } from '../../../src/control/step.ts'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { ConflictError } from '../../../src/site/errors.ts'
import type { Site } from '../../../src/site/site.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../../src/site/time.ts'
import { createAnswers, mayLag } from '../earlier-answers.ts'
import { PLACES } from '../fake-machines.ts'
import { createFakePorts, reconcilerDeps, type FakePorts } from '../fake-ports.ts'
import { PlannedError, waitsFor, type Fault } from '../faults.ts'
import { butFor } from './but-for.ts'
import { createPeople, type People } from './people.ts'
import { createProcesses, type Processes } from './processes.ts'
import type { PlannedFault, Scenario } from './scenario.ts'
import type { Tally } from './tally.ts'
import { createWatch, type Watch } from './watch.ts'

/** What a scenario runs on: fake ports, the processes that use them, and the checks. */
export interface ScenarioRun {
  fake: FakePorts
  /** The reconciler's parts, at work without faults. */
  deps: ReconcilerDeps
  processes: Processes
  people: People
  watch: Watch
  tally: Tally
  /** Sites to reconcile, in the order of their triggers, and since when. */
  triggers: { name: string; since: Instant }[]
  /** Faults that are still to come; none when it is calm. */
  plan(faults: readonly PlannedFault[]): void
  /** Faults wait until the returned function is called. */
  pause(): () => void
  reconcile(name: string): (ports: Ports) => Promise<void>
  /** By us, for sites whose machines were off. */
  takenPushes: { siteId: string; commit: string }[]
  /** Records after a reconcile that left nothing to do. */
  reconciled: WeakSet<Site>
  sweep: (ports: Ports) => Promise<void>
  /** When the last sweep began in which nothing failed; 0 without any. */
  sweptAt: () => Instant
  /** Throws what was seen to go against what must always hold. */
  check(): void
}

const CONTAINERS = 3

/** How long there is no room. */
const NO_ROOM_MS = [20 * SECOND_MS, 5 * MINUTE_MS, HOUR_MS]

const DURATIONS = {
  bootMs: 5 * SECOND_MS,
  agentMs: 5 * SECOND_MS,
  stopMs: 3 * SECOND_MS,
  imageMs: MINUTE_MS,
  jobMs: 2 * SECOND_MS,
}

export function createScenarioRun(
  { idleHours, turns, faults, lateFaults }: Scenario,
  tally: Tally,
  isChecked: boolean,
): ScenarioRun {
  const triggers: ScenarioRun['triggers'] = []
  const fake = createFakePorts({
    onSave: (name) => triggers.push({ name, since: fake.clock.now() }),
    isChecked,
    durations: DURATIONS,
    policy: { idleHours },
    routesWait: true,
  })
  const { policy, clock } = fake
  const watch = createWatch(fake, tally)
  const reconciled = new WeakSet<Site>()
  const violations: unknown[] = []
  /** What each has seen of machines. */
  const containers = Array.from({ length: CONTAINERS }, () => createRecentLooks(clock))
  let turn = 0
  let sweptAt = 0
  const watched = (see: () => void) => {
    try {
      see()
    } catch (error) {
      violations.push(error)
    }
  }
  const terminate = async (id: string) => {
    watched(() => watch.beforeTerminating(id))
    await fake.ports.instances.terminate(id)
  }
  const launch = async (order: LaunchOrder) => {
    watched(() => watch.beforeLaunching(order))
    return fake.ports.instances.launch(order)
  }
  const ports = { ...fake.ports, instances: { ...fake.ports.instances, terminate, launch } }
  const deps = reconcilerDeps(ports, policy)
  const scheme = createScheme(tally)
  const takeRoom = () => {
    const { after } = scheme.last()
    fake.machines.fill(1 + (after % PLACES), clock.now() + (NO_ROOM_MS[after % NO_ROOM_MS.length] ?? 0))
  }
  const hasStale = [...faults, ...lateFaults].some(({ fault }) => fault === 'stale')
  const processes = createProcesses(
    { ports, clock },
    {
      next: scheme.next,
      takeRoom,
      refuse: () => fake.machines.refuseLaunches(1),
      turns: createTurns(turns),
      afterEffect: () => watched(watch.check),
      answers: createAnswers(clock, hasStale),
      throttled: new Map(),
      lagging: new Map(),
    },
    (error) => {
      if (!isPlanned(error)) violations.push(error)
    },
  )
  return {
    fake,
    deps,
    processes,
    people: createPeople(policy, tally),
    watch,
    tally,
    triggers,
    takenPushes: [],
    plan: scheme.plan,
    pause: scheme.pause,
    reconcile: (name) => async (ports) => {
      tally.count('reconciles')
      let seen: Site | undefined
      const load = async (other: string) => {
        const site = await ports.store.load(other)
        if (other === name) seen = site
        return site
      }
      const looks = containers[(turn += 1) % containers.length] ?? createRecentLooks(clock)
      const watched = { ...ports, store: butFor(ports.store, { load }) }
      await createReconciler({ ...deps, looks, ports: watched })(name, { machine: 'recent' })
      if (seen !== undefined) reconciled.add(seen)
    },
    reconciled,
    sweep: async (ports) => {
      tally.count('sweeps')
      const startedAt = clock.now()
      const { removed, errors } = await createSweep(ports, createReconciler({ ...deps, ports }))()
      tally.count('orphans removed', removed.length)
      for (const error of errors) if (!isPlanned(error)) throw error
      if (errors.length === 0) sweptAt = startedAt
    },
    sweptAt: () => sweptAt,
    check: () => {
      watched(watch.check)
      if (violations.length > 0) throw violations[0]
    },
  }
}

interface Scheme extends Pick<ScenarioRun, 'plan' | 'pause'> {
  next(call: string): Fault | undefined
  /** What befell the last call that anything did. */
  last(): PlannedFault
}

/** Deals out the faults in their order. One that cannot befall a call waits for the next; those that few calls meet hold up no others. */
function createScheme(tally: Tally): Scheme {
  let rest: PlannedFault[] = []
  let waiting: PlannedFault[] = []
  let last: PlannedFault | undefined
  let calls = 0
  let isPaused = false
  const takeWaiting = (call: string) => {
    const at = waiting.findIndex(({ fault }) => waitsFor(fault)?.has(call))
    return at < 0 ? undefined : waiting.splice(at, 1)[0]
  }
  const takeNext = (call: string) => {
    const [first] = rest
    if (first === undefined || calls++ < first.after || (first.fault === 'stale' && !mayLag(call))) return undefined
    calls = 0
    return rest.shift()
  }
  return {
    pause: () => {
      isPaused = true
      return () => {
        isPaused = false
      }
    },
    plan: (faults) => {
      rest = faults.filter(({ fault }) => waitsFor(fault) === undefined)
      waiting = faults.filter(({ fault }) => waitsFor(fault) !== undefined)
      calls = 0
    },
    next: (call) => {
      tally.count('calls')
      const dealt = isPaused ? undefined : (takeWaiting(call) ?? takeNext(call))
      if (dealt === undefined) return undefined
      last = dealt
      tally.count(`fault: ${dealt.fault}`)
      return dealt.fault
    },
    last: () => last ?? assert.fail('nothing has befallen any call'),
  }
}

function createTurns(turns: readonly number[]): () => number {
  let call = 0
  return () => turns[call++ % turns.length] ?? 0
}

/** Or what came of one that was, or of somebody else's being quicker. */
function isPlanned(error: unknown): boolean {
  if (error instanceof PlannedError || error instanceof ConflictError) return true
  return error instanceof Error && error.cause !== undefined && isPlanned(error.cause)
}
