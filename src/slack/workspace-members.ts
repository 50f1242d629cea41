import type { WebClient } from '@slack/web-api'
import pMemoize from 'p-memoize'
import { createCache } from '../cache.ts'
import type { Clock } from '../control/ports.ts'
import type { Membership } from '../site/site.ts'
import { HOUR_MS } from '../site/time.ts'
import type { RateLimitedCall } from './rate-limited-call.ts'
import { installationOf, membershipOf } from './membership.ts'
import { factsOf } from './people.ts'

/** All sites of an owner are checked together, so one call serves them. */
const REMEMBERED_MS = HOUR_MS

/** Asks Slack for people's membership in the app's workspace. Nobody waits for these calls, so they wait out rate limits. */
export function createWorkspaceMembers({
  client,
  called,
  clock,
}: {
  client: WebClient
  called: RateLimitedCall
  clock: Clock
}) {
  const known = createCache<Membership>({ clock, freshMs: REMEMBERED_MS })
  const installedAt = pMemoize(() => called('auth.test', async () => installationOf(await client.auth.test())))
  return (userId: string): Promise<Membership> =>
    known.get(userId, async () => {
      const facts = await called('users.info', () => factsOf(client, userId))
      const membership = membershipOf(facts, await installedAt())
      if (membership === undefined) throw new Error('Slack does not say what somebody is')
      return membership
    })
}
