import type { Clock } from '../control/ports.ts'
import { HOUR_MS, type Instant } from '../site/time.ts'

/** After so many deploy keys in an hour, by one client, its other creations wait. Ten containers make 200 by then. */
const MANY = 20

/**
 * GitHub allows 500 requests an hour that create content ("Rate limits for the REST API"). Of ours, people only wait for deploy keys: without
 * its key, a site can't be set up. So when many sites are made, webhooks, commit statuses, and comments leave the hour to the keys.
 */
export function createCreations(clock: Clock) {
  let keys: Instant[] = []
  return {
    /** How long that request has to wait, in milliseconds. A key is counted. */
    waitMs: (method: string, url: string): number => {
      if (method !== 'POST' || url.endsWith('/access_tokens')) return 0
      const now = clock.now()
      keys = keys.filter((at) => at > now - HOUR_MS)
      if (url.endsWith('/keys')) {
        keys.push(now)
        return 0
      }
      const last = keys.at(-MANY)
      return last === undefined ? 0 : last + HOUR_MS - now
    },
  }
}
