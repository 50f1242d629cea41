import type { Clock } from '../control/ports.ts'
import type { Log } from '../log.ts'
import { type Instant, MINUTE_MS } from '../site/time.ts'

/** The same reason is logged once in this time: the endpoints are open to the whole internet. */
const PAUSE_MS = MINUTE_MS

/**
 * Logs why requests were rejected, with how many since the line before, and nothing that came with them. As warnings: anybody can
 * cause them, so no alarm goes off; but with a wrong secret every request is rejected, and this alone says why.
 */
export function createRejectionLog(clock: Clock, log: Log) {
  const logged = new Map<string, { at: Instant; since: number }>()
  return (sender: 'Slack' | 'GitHub', reason: string): void => {
    const key = `${sender}: ${reason}`
    const { at, since } = logged.get(key) ?? { at: Number.NEGATIVE_INFINITY, since: 0 }
    const requests = since + 1
    const isTooSoon = clock.now() - at < PAUSE_MS
    logged.set(key, isTooSoon ? { at, since: requests } : { at: clock.now(), since: 0 })
    if (!isTooSoon)
      log({ level: 'warn', message: `Rejected a request to the endpoint for ${sender}`, reason, requests })
  }
}
