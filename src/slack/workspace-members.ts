import type { WebClient } from '@slack/web-api'
import type { Clock } from '../control/ports.ts'
import type { Membership } from '../site/site.ts'
import { HOUR_MS, type Instant } from '../site/time.ts'
import type { RateLimitedCall } from './rate-limited-call.ts'
import { type Installation, installationOf } from './installation.ts'
import { membershipOf } from './membership.ts'
import { factsOf } from './people.ts'

/** All sites of one owner are looked at together: one question serves them. */
const REMEMBERED_MS = HOUR_MS

/** Asks Slack what people are in the app's workspace. Unlike where somebody waits, each question is asked with patience. */
export function createWorkspaceMembers({
  client,
  called,
  clock,
}: {
  client: WebClient
  called: RateLimitedCall
  clock: Clock
}) {
  const known = new Map<string, { answer: Promise<Membership>; until: Instant }>()
  let installation: Promise<Installation | undefined> | undefined
  const installedAt = () => {
    installation ??= called('auth.test', async () => installationOf(await client.auth.test())).catch(
      (error: unknown) => {
        installation = undefined
        throw error
      },
    )
    return installation
  }
  const asked = async (userId: string): Promise<Membership> => {
    const facts = await called('users.info', () => factsOf(client, userId))
    const membership = membershipOf(facts, await installedAt())
    if (membership === undefined) throw new Error('Slack does not say what somebody is')
    return membership
  }
  return (userId: string): Promise<Membership> => {
    const before = known.get(userId)
    if (before !== undefined && before.until > clock.now()) return before.answer
    const answer = asked(userId)
    known.set(userId, { answer, until: clock.now() + REMEMBERED_MS })
    answer.catch(() => known.delete(userId))
    return answer
  }
}
