import type { Clock } from '../control/ports.ts'
import type { Log } from '../log.ts'
import type { Instant } from '../site/time.ts'
import { MINUTE_MS } from '../site/time.ts'

/** So often is the same told of the same door, whoever knocks: it is open to the whole internet. */
const PAUSE_MS = MINUTE_MS

/**
 * Writes down why requests were refused, with how many since the line before, and nothing that came with them. As warnings: anybody can
 * cause them, so no alarm goes off; but with a wrong secret every request is refused, and this is all that tells why.
 */
export function createRejectionLog(clock: Clock, log: Log) {
  const told = new Map<string, { at: Instant; since: number }>()
  return (door: string, reason: string): void => {
    const key = `${door}: ${reason}`
    const { at, since } = told.get(key) ?? { at: Number.NEGATIVE_INFINITY, since: 0 }
    const requests = since + 1
    if (clock.now() - at < PAUSE_MS) {
      told.set(key, { at, since: requests })
      return
    }
    told.set(key, { at: clock.now(), since: 0 })
    log({ level: 'warn', message: `A request to the door of ${door} was refused`, reason, requests })
  }
}
