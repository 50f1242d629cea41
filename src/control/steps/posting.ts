import type { Posting } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { Due } from '../step.ts'

/** A claim this old, of which nothing came, may be posted again. */
const CLAIM_MS = MINUTE_MS

/** When to post what `key` says, given the last posting: now, once a young claim is old enough, or not at all. */
export function postingDue(posting: Posting | undefined, key: string, now: Instant): Due {
  if (posting?.key !== key) return 'now'
  if (posting.ts !== undefined) return 'no'
  return posting.claimedAt + CLAIM_MS <= now ? 'now' : { at: posting.claimedAt + CLAIM_MS }
}
