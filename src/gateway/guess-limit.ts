import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Clock } from '../control/ports.ts'
import type { Credentials } from '../site/basic-auth.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'

/** Different wrong logins of one address within the window, after which it waits for as long: as in instance/nginx/guard.py. */
const MAX_GUESSES = 20
const WINDOW_MS = 10 * MINUTE_MS
const MAX_ADDRESSES = 10_000

export interface GuessLimit {
  /** It has sent too many wrong logins, and has to wait. */
  isBanned(address: string): boolean
  /** That login was wrong. A browser sends an old password again and again, so only different ones count. */
  note(address: string, wrong: Credentials): void
}

/** Keeps who guesses passwords from sleeping sites, which have no machine that could. In this process's memory: each container of a function has its own. */
export function createGuessLimit(clock: Clock): GuessLimit {
  const key = randomBytes(32)
  const tried = new Map<string, { logins: Set<string>; until: Instant }>()
  const current = (network: string) => {
    const found = tried.get(network)
    return found !== undefined && found.until > clock.now() ? found : undefined
  }
  return {
    isBanned: (address) => (current(networkOf(address))?.logins.size ?? 0) >= MAX_GUESSES,
    note: (address, wrong) => {
      const network = networkOf(address)
      const { logins, until } = current(network) ?? { logins: new Set<string>(), until: clock.now() + WINDOW_MS }
      logins.add(createHmac('sha256', key).update(JSON.stringify(wrong)).digest('base64'))
      tried.delete(network)
      const [oldest] = tried.keys()
      if (oldest !== undefined && tried.size >= MAX_ADDRESSES) tried.delete(oldest)
      tried.set(network, { logins, until: logins.size >= MAX_GUESSES ? clock.now() + WINDOW_MS : until })
    },
  }
}

/** Of IPv6 the first 64 bits: whoever has one address has all of those. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [before = '', after] = address.split('%')[0]?.split('::') ?? []
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const [head, tail] = [groups(before), groups(after ?? '')]
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  const first = [...head, ...zeros, ...tail].slice(0, 4)
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
