import { MINUTE_MS } from '../../site/time.ts'
import type { Clock } from '../ports.ts'

/** Of one machine, and as many at once. A deploy has one for each stage that takes long (`instance/lib/progress.sh`), and one at its end. */
const PER_MINUTE = 12
/** Machines that are remembered; those that reported last. */
const MAX_MACHINES = 1000

/**
 * Says whether a machine may report now: a token bucket for each, in this process's memory, so that none costs a write. Each container of a
 * function has its own.
 */
export function createReportRate(clock: Clock): (machine: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (machine) => {
    const now = clock.now()
    const { tokens, at } = buckets.get(machine) ?? { tokens: PER_MINUTE, at: now }
    const left = Math.min(PER_MINUTE, tokens + ((now - at) / MINUTE_MS) * PER_MINUTE)
    // A map keeps the order in which keys were added.
    buckets.delete(machine)
    const [oldest] = buckets.keys()
    if (oldest !== undefined && buckets.size >= MAX_MACHINES) buckets.delete(oldest)
    buckets.set(machine, { tokens: left >= 1 ? left - 1 : left, at: now })
    return left >= 1
  }
}
