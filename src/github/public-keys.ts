import type { Octokit } from '@octokit/rest'
import type { Clock } from '../control/ports.ts'
import { MINUTE_MS, type Instant } from '../site/time.ts'
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
  const kept = new Map<string, { at: Instant; lines: Promise<string[]> }>()
  return async (octokit, login) => {
    const known = kept.get(login)
    if (known !== undefined && clock.now() - known.at <= FRESH_MS) return known.lines
    if (kept.size >= MAX_PEOPLE) kept.clear()
    const lines = fetchLines(octokit, login)
    kept.set(login, { at: clock.now(), lines })
    try {
      return await lines
    } catch (error) {
      kept.delete(login)
      throw error
    }
  }
}

async function fetchLines(octokit: Octokit, login: string): Promise<string[]> {
  const keys = await unlessMissing(
    allPages((page) => octokit.request('GET /users/{username}/keys', { username: login, ...page })),
  )
  return (keys ?? []).map(({ key }) => key.trim()).filter((line) => LINE.test(line))
}
