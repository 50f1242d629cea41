import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../control/ports.ts'
import { readBasic } from '../../site/basic-auth.ts'
import type { Guesses } from '../../site/site.ts'
import { DAY_MS } from '../../site/time.ts'

/** Different wrong logins within a day, of which the owner is told: as MANY in `instance/nginx/guard.py`. */
const MANY = 100

/** Counts different logins that were wrong, in memory. The result is there once a day: when they are many. */
export function createGuessCounter(clock: Clock): (authorization: string | undefined) => Guesses | undefined {
  const key = randomBytes(32)
  let since = -DAY_MS
  let logins = new Set<string>()
  return (authorization) => {
    const given = readBasic(authorization)
    if (given === undefined) return undefined
    if (clock.now() >= since + DAY_MS) {
      since = clock.now()
      logins = new Set()
    }
    const before = logins.size
    if (before === MANY) return undefined
    logins.add(createHmac('sha256', key).update(JSON.stringify(given)).digest('base64'))
    return before < logins.size && logins.size === MANY ? { count: MANY, at: since } : undefined
  }
}
