import fc from 'fast-check'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/site/time.ts'
import { faults, type Fault } from '../faults.ts'

const NAMES = ['plum', 'pear', 'quince', 'fig', 'sloe', 'medlar']
const STEPS_MS = [
  SECOND_MS,
  20 * SECOND_MS,
  90 * SECOND_MS,
  5 * MINUTE_MS,
  HOUR_MS,
  DAY_MS,
  4 * DAY_MS,
  14 * DAY_MS + 8 * HOUR_MS,
  16 * DAY_MS,
]

/** What a person asks of the site of that name: `nth` of what makes sense as it stands then, or of all there is. */
export interface PlannedRequest {
  name: string
  nth: number
  sensible: boolean
}

/** Something that happens in the lives of a few sites. */
export type LifeEvent =
  /** With so many days to live. */
  | { kind: 'create'; name: string; days: number }
  | ({ kind: 'ask' } & PlannedRequest)
  /** Triggers that wait are delivered: how many at once, from which place in the queue, whether they come again, and what somebody asks meanwhile. */
  | { kind: 'deliver'; at: number; together: number; again: boolean; meanwhile?: PlannedRequest | undefined }
  | { kind: 'lose'; at: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'kill-machine'; name: string }
  /** Once, or twice at the same time. */
  | { kind: 'sweep'; again: boolean }
  /** Its machine, where it has one that was set up, tells how it fares. */
  | { kind: 'report'; name: string; isWell: boolean }
  /**
   * To the branch that all sites follow: whose webhooks are delivered, whether reports of that get through, and which commit the code host
   * tells of, if any, by how many pushes it is late.
   */
  | { kind: 'push'; delivered: string[]; isReported: boolean; isLate?: number | undefined }
  /** Something of ours is there that no record speaks of, as if one had been lost. */
  | { kind: 'stray'; what: 'machine' | 'route' | 'alarm' | 'grant' }
  /** Somebody who knows the password, or a robot that does, opens its address. */
  | { kind: 'visit'; name: string; isRobot: boolean }
  /** Somebody reads the log of its machine. */
  | { kind: 'read-logs'; name: string }
  /** The setting is changed: sites get by with the App, or have keys and webhooks. */
  | { kind: 'site-access'; byApp: boolean }
  /** The team is these people from now on. */
  | { kind: 'team'; logins: string[] }
  /** All that is due gets done, without faults: so that scenarios get further. */
  | { kind: 'rest' }

/** A fault, and how many calls go well before it. */
export interface PlannedFault {
  after: number
  fault: Fault
}

export interface Scenario {
  /** See the policy. */
  idleHours: number
  events: LifeEvent[]
  faults: PlannedFault[]
  /** Faults on the way from the last event to the end of all sites. */
  lateFaults: PlannedFault[]
  /** What people ask on that way, at which of its turns. */
  lateWishes: (PlannedRequest & { turn: number })[]
  /** How calls of processes at the same time interleave: turns around one call after the other, again and again. */
  turns: number[]
}

const name = fc.constantFrom(...NAMES)
const daysToLive = fc.constantFrom(14, 3, 1, 0, 90)
const wish = { name, nth: fc.nat(10), sensible: fc.boolean() }

const event: fc.Arbitrary<LifeEvent> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create' as const), name, days: daysToLive }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('ask' as const), ...wish }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      at: fc.nat(5),
      together: fc.integer({ min: 1, max: 3 }),
      again: fc.boolean(),
      meanwhile: fc.option(fc.record(wish), { nil: undefined, freq: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), at: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(...STEPS_MS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill-machine' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rest' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('visit' as const), name, isRobot: fc.nat(2).map((nth) => nth === 0) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read-logs' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('report' as const), name, isWell: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('push' as const),
      delivered: fc.subarray(NAMES),
      isReported: fc.boolean(),
      isLate: fc.option(fc.nat(1), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stray' as const),
      what: fc.constantFrom('machine' as const, 'route' as const, 'alarm' as const, 'grant' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('site-access' as const), byApp: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('team' as const), logins: fc.subarray(['aki', 'ken', 'mai']) }),
  },
)

const someFaults = fc.array(fc.record({ after: fc.nat(40), fault: fc.constantFrom(...faults) }), { maxLength: 12 })

/** A scenario begins with two to six sites; more may come. */
export const aScenario: fc.Arbitrary<Scenario> = fc.record({
  // Where sites go to sleep by themselves, less of all else happens to them.
  idleHours: fc.constantFrom(0, 0, 2),
  events: fc
    .tuple(
      fc.array(daysToLive, { minLength: 2, maxLength: NAMES.length }),
      fc.array(event, { maxLength: 40, size: 'max' }),
    )
    .map(([lives, events]) => [...lives.map(begin), ...events]),
  faults: someFaults,
  lateFaults: someFaults,
  lateWishes: fc.array(fc.record({ ...wish, turn: fc.nat(60) }), { maxLength: 8, size: 'max' }),
  turns: fc.array(fc.nat(3), { maxLength: 12 }),
})

function begin(days: number, index: number): LifeEvent {
  return { kind: 'create', name: NAMES[index] ?? 'plum', days }
}
