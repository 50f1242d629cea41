import type { Octokit } from '@octokit/rest'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import { MINUTE_MS } from '../site/time.ts'
import { unlessMissing } from './errors.ts'
import { allPages } from './pages.ts'

/** Teams share people, and a sweep looks at many sites' teams in a row. */
const FRESH_MS = 2 * MINUTE_MS
const MAX_PEOPLE = 2000

/** Types that GitHub lets people add and sshd takes; DSA keys of long ago are left out. */
const LINE =
  /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,3}$/

/** All public keys of somebody, as lines of an authorized_keys file; [] for somebody who is gone. */
export type PublicKeysOf = (octokit: Octokit, login: string) => Promise<string[]>

export function createPublicKeys(clock: Clock): PublicKeysOf {
  const cache = createCache<string[]>({ clock, freshMs: FRESH_MS, maxKeys: MAX_PEOPLE })
  return (octokit, login) => cache.get(login, () => fetchLines(octokit, login))
}

async function fetchLines(octokit: Octokit, login: string): Promise<string[]> {
  const keys = await unlessMissing(
    allPages((page) => octokit.request('GET /users/{username}/keys', { username: login, ...page })),
  )
  return (keys ?? []).map(({ key }) => key.trim()).filter((line) => LINE.test(line))
}
