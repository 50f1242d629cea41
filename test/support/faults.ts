import type { Ports } from '../../src/control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../src/site/time.ts'
import type { Answers } from './earlier-answers.ts'

/**
 * What may befall a call: it is refused; it takes effect and its answer is lost; either of them only after it hung until
 * its deadline; it takes long and ends well; it and all that come to that port soon after are throttled, or read what was
 * so a moment ago; the process dies before it or after it. Launches and starts find no room, in some sizes and zones and for some
 * time; a launch is refused, for certain.
 */
export const faults = [
  'failBefore',
  'failAfter',
  'hangBefore',
  'hangAfter',
  'slow',
  'throttled',
  'stale',
  'dieBefore',
  'dieAfter',
  'noRoom',
  'refused',
] as const
export type Fault = (typeof faults)[number]

const ONLY_AT: Partial<Record<Fault, ReadonlySet<string>>> = {
  noRoom: new Set(['instances.launch', 'instances.start']),
  refused: new Set(['instances.launch']),
}

/** It waits for one of these calls, which are few, and then comes at once; undefined: it may befall any. */
export function waitsFor(fault: Fault): ReadonlySet<string> | undefined {
  return ONLY_AT[fault]
}

/** What calls of a port wait at most for their answer, the SDK's own attempts included (src/aws/clients.ts, src/slack/chat.ts). */
const DEADLINES_MS: Record<string, number> = { chat: 15 * SECOND_MS, store: 10 * SECOND_MS }
const DEADLINE_MS = 40 * SECOND_MS
const THROTTLED_MS = 20 * SECOND_MS
const LAGGING_MS = 20 * SECOND_MS
/** How old a stale answer may be: the lag of EC2's and Scheduler's lists and of the table's indexes. */
const LAG_MS = MINUTE_MS

export interface FaultPlan {
  /** What befalls the next call, `port.method`. */
  next(call: string): Fault | undefined
  /** How many turns of the event loop's microtasks pass around the next call, so that looks interleave. */
  turns(): number
  /** Called after every call that had its effect. */
  afterEffect(call: string): void
  /** Resolves when that much time has passed. */
  wait(ms: number): Promise<void>
  /** From now on there is no room for machines in some sizes and zones, for some time. */
  takeRoom(): void
  /** The next launch is refused. */
  refuse(): void
  /** What the ports answered before. */
  answers: Answers
  /** Until when a port refuses all calls. */
  throttled: Map<string, Instant>
  /** Until when a port answers what was so before. */
  lagging: Map<string, Instant>
}

/**
 * The ports, as one process sees them, with faults in every call of every port but the clock. A call that dies never
 * returns, and no other begins: with it dies whoever awaits it, as with a killed process.
 */
export function withFaults(ports: Ports, plan: FaultPlan): Ports {
  let isDead = false
  const die = () => {
    isDead = true
    return new Promise<never>(() => {})
  }
  const wrap = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get: (_, key) => {
        const method: unknown = Reflect.get(target, key)
        if (typeof method !== 'function') return method
        const call = `${port}.${String(key)}`
        return async (...args: unknown[]): Promise<unknown> => {
          if (isDead) return die()
          const fault = plan.next(call)
          for (let turn = plan.turns(); turn > 0; turn--) await Promise.resolve()
          if (fault === 'dieBefore' || isDead) return die()
          if (fault !== undefined || plan.throttled.size > 0) await before(port, fault, ports, plan)
          const stale = isLagging(port, fault, ports, plan) ? plan.answers.earlier(call, args, LAG_MS) : undefined
          if (stale !== undefined) return stale.answer
          const result: unknown = await Reflect.apply(method, target, args)
          plan.answers.remember(call, args, result)
          plan.afterEffect(call)
          for (let turn = plan.turns(); turn > 0; turn--) await Promise.resolve()
          if (fault === 'dieAfter' || isDead) return die()
          if (fault !== undefined) await after(port, fault, plan)
          return result
        }
      },
    })
  return {
    clock: ports.clock,
    store: wrap('store', ports.store),
    instances: wrap('instances', ports.instances),
    shell: wrap('shell', ports.shell),
    routes: wrap('routes', ports.routes),
    alarm: wrap('alarm', ports.alarm),
    environments: wrap('environments', ports.environments),
    codeHost: wrap('codeHost', ports.codeHost),
    chat: wrap('chat', ports.chat),
  }
}

/** A fault that was planned, and no other error. */
export class PlannedError extends Error {}

async function before(port: string, fault: Fault | undefined, { clock }: Ports, plan: FaultPlan): Promise<void> {
  const { throttled } = plan
  if (fault === 'throttled') throttled.set(port, clock.now() + THROTTLED_MS)
  if ((throttled.get(port) ?? 0) > clock.now()) throw new PlannedError(`${port}: rate exceeded`)
  if (fault === 'noRoom') plan.takeRoom()
  if (fault === 'refused') plan.refuse()
  if (fault === 'failBefore') throw new PlannedError(`${port}: refused`)
  if (fault === 'slow') await plan.wait(deadlineOf(port) / 2)
  if (fault === 'hangBefore') await hang(port, plan)
}

function isLagging(port: string, fault: Fault | undefined, { clock }: Ports, { lagging }: FaultPlan): boolean {
  if (fault === 'stale') lagging.set(port, clock.now() + LAGGING_MS)
  return (lagging.get(port) ?? 0) > clock.now()
}

async function after(port: string, fault: Fault | undefined, plan: FaultPlan): Promise<void> {
  if (fault === 'failAfter') throw new PlannedError(`${port}: the answer was lost`)
  if (fault === 'slow') await plan.wait(deadlineOf(port) / 2)
  if (fault === 'hangAfter') await hang(port, plan)
}

async function hang(port: string, plan: FaultPlan): Promise<void> {
  await plan.wait(deadlineOf(port))
  throw new PlannedError(`${port}: no answer`)
}

function deadlineOf(port: string): number {
  return DEADLINES_MS[port] ?? DEADLINE_MS
}
