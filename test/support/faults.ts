import type { World } from '../../src/control/ports.ts'

export const faults = ['none', 'failBefore', 'failAfter', 'dieBefore', 'dieAfter'] as const
export type Fault = (typeof faults)[number]

export interface FaultPlan {
  /** What befalls the next call, `port.method`. */
  next(call: string): Fault
  /** How many turns of the event loop's microtasks pass around the next call, so that looks interleave. */
  turns(): number
  /** Called after every call that had its effect. */
  afterEffect(): void
}

/**
 * The world with faults in every call of every port but the clock. A call that dies never returns: with it dies
 * whoever awaits it, as with a killed process; `died` tells.
 */
export function withFaults(world: World, plan: FaultPlan): { world: World; died: Promise<void> } {
  let tell = () => {}
  const died = new Promise<void>((resolve) => {
    tell = resolve
  })
  const die = () => {
    tell()
    return new Promise<never>(() => {})
  }
  const wrap = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key)
        if (typeof method !== 'function') return method
        return async (...args: unknown[]): Promise<unknown> => {
          const fault = plan.next(`${name}.${String(key)}`)
          await turns(plan.turns())
          if (fault === 'dieBefore') return die()
          if (fault === 'failBefore') throw new Error(`${name}: refused`)
          const result: unknown = await Reflect.apply(method, target, args)
          plan.afterEffect()
          await turns(plan.turns())
          if (fault === 'dieAfter') return die()
          if (fault === 'failAfter') throw new Error(`${name}: the answer was lost`)
          return result
        }
      },
    })
  return {
    died,
    world: {
      clock: world.clock,
      store: wrap('store', world.store),
      instances: wrap('instances', world.instances),
      shell: wrap('shell', world.shell),
      routes: wrap('routes', world.routes),
      alarm: wrap('alarm', world.alarm),
      codeHost: wrap('codeHost', world.codeHost),
      chat: wrap('chat', world.chat),
    },
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}
