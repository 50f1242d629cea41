import type { Clock, Instances, Shell } from '../../src/control/ports.ts'
import {
  createFakeInstances,
  type Durations,
  type FakeCloud,
  type FakeImage,
  type FakeMachine,
} from './fake-instances.ts'
import type { Instant } from '../../src/site/time.ts'
import { allSucceed, createFakeShell, type FakeJob, type Outcomes } from './fake-shell.ts'
import { settleImages, settleMachines } from './fake-states.ts'

export interface FakeMachines {
  instances: Instances
  shell: Shell
  /** Machines as a look now would find them; those that are gone are not there. */
  machines(): FakeMachine[]
  images(): FakeImage[]
  /** Every job that was ever started, oldest first, those of machines since gone included. */
  jobs(): FakeJob[]
  /** From now until then there is no room in the first so many of the sizes and zones. */
  fill(places: number, until: Instant): void
  /** So many launches are refused from now on. */
  refuseLaunches(count: number): void
  /** From now on, no machine can have that size. */
  unfit(size: string): void
}

export interface FakeMachinesOptions {
  clock: Clock
  durations?: Partial<Durations>
  /** Images that anybody can launch from; without it, any id that is none of our own images. */
  baseImages?: readonly string[]
  /** How a job ends; {@link allSucceed} when left out. */
  outcomes?: Outcomes
}

/** A size and its substitute, in two zones. */
export const PLACES = 4

const INSTANTLY: Durations = { bootMs: 0, agentMs: 0, stopMs: 0, terminateMs: 0, imageMs: 0, jobMs: 0 }

/**
 * Machines that behave as strictly as EC2 and SSM do: states take time, orders that come too early are refused, a
 * token is good for one machine. No timers: states move on when they are looked at and the clock says so.
 */
export function createFakeMachines({ clock, durations, baseImages, outcomes }: FakeMachinesOptions): FakeMachines {
  let ids = 0
  const cloud: FakeCloud = {
    clock,
    durations: { ...INSTANTLY, ...durations },
    machines: new Map(),
    images: new Map(),
    spentTokens: new Set(),
    places: PLACES,
    full: new Map(),
    unfit: new Set(),
    refusals: 0,
    settle: () => {
      settleMachines(cloud)
      settleImages(cloud)
    },
    nextId: (prefix) => `${prefix}-${++ids}`,
    isBaseImage: (id) => (baseImages === undefined ? !id.startsWith('image-') : baseImages.includes(id)),
  }
  const { shell, jobs } = createFakeShell({ ...cloud, outcomes: outcomes ?? allSucceed })
  return {
    instances: createFakeInstances(cloud),
    shell,
    machines: () => {
      cloud.settle()
      return [...cloud.machines.values()]
    },
    images: () => {
      cloud.settle()
      return [...cloud.images.values()]
    },
    jobs,
    fill: (places, until) => {
      for (let place = 0; place < places; place++) cloud.full.set(place, until)
    },
    unfit: (size) => void cloud.unfit.add(size),
    refuseLaunches: (count) => {
      cloud.refusals = count
    },
  }
}
