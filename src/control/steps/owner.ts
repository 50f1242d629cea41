import { ownerChecked } from '../../site/contact.ts'
import { adopt } from '../../site/operations/adopt.ts'
import { handOver } from '../../site/operations/hand-over.ts'
import { isSlackUser } from '../../site/slack-ids.ts'
import type { Site } from '../../site/site.ts'
import { DAY_MS, type Instant } from '../../site/time.ts'
import type { Step } from '../step.ts'

/** Slack tells nobody who leaves. No alarm is set for the look; the sweep looks, at some owners an hour. */
const CHECK_INTERVAL_MS = DAY_MS

/** When the owner was last looked at, if that day is over; whoever got the site was looked at then, or was there. */
export function ownerCheckDueSince(site: Site, now: Instant): Instant | undefined {
  const { spec, status, history, createdAt } = site
  if (spec.desired === 'gone' || !isSlackUser(spec.owner)) return undefined
  const { ownerCheck } = status
  const gotIt = history.find(({ action }) => action === handOver.name || action === adopt.name)?.at ?? createdAt
  const since = (ownerCheck?.owner === spec.owner ? ownerCheck.at : gotIt) + CHECK_INTERVAL_MS
  return since <= now ? since : undefined
}

/** Is the owner still somebody who can look after the site? */
export const owner: Step = {
  name: 'owner',
  policy: 'keeps-trying',
  hidesFailure: true,
  due: (site, now) => (ownerCheckDueSince(site, now) === undefined ? 'no' : 'now'),
  run: async (site, { chat, clock }) => ownerChecked(site, await chat.membershipOf(site.spec.owner), clock.now()),
}
