import { ownerChecked } from '../../site/contact.ts'
import { adopt } from '../../site/operations/adopt.ts'
import { handOver } from '../../site/operations/hand-over.ts'
import { isSlackUser } from '../../site/slack-ids.ts'
import type { Site } from '../../site/site.ts'
import { DAY_MS, type Instant } from '../../site/time.ts'
import type { Step } from '../step.ts'

/** Slack has no event for people who leave. No alarm is set for the check; the sweep reconciles the sites of some owners each hour. */
const CHECK_INTERVAL_MS = DAY_MS

/** Since when the owner's daily check is due, if it is. Somebody who just got the site counts as checked. */
export function ownerCheckDueSince(site: Site, now: Instant): Instant | undefined {
  const { spec, status, history, createdAt } = site
  if (spec.desired === 'gone' || !isSlackUser(spec.owner)) return undefined
  const { ownerCheck } = status
  const gotItAt = history.find(({ action }) => action === handOver.name || action === adopt.name)?.at ?? createdAt
  const since = (ownerCheck?.owner === spec.owner ? ownerCheck.at : gotItAt) + CHECK_INTERVAL_MS
  return since <= now ? since : undefined
}

/** Checks that the owner is still a member of the workspace. */
export const owner: Step = {
  name: 'owner',
  policy: 'keeps-trying',
  hidesFailure: true,
  due: (site, now) => (ownerCheckDueSince(site, now) === undefined ? 'no' : 'now'),
  run: async (site, { chat, clock }) => ownerChecked(site, await chat.membershipOf(site.spec.owner), clock.now()),
}
