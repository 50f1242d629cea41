import type { Posting } from '../../site/site.ts'
import { MINUTE_MS, type Instant } from '../../site/time.ts'
import type { ChatMessage } from '../ports.ts'
import type { Due } from '../step.ts'

/** A claim this old, of which nothing came, may be taken over. Longer than one posting can take (src/slack/chat.ts). */
const CLAIM_MS = MINUTE_MS

/** When to post what `key` says, given the last posting: now, once a young claim is old enough, or not at all. */
export function postingDue(posting: Posting | undefined, key: string, now: Instant): Due {
  if (posting?.key !== key) return 'now'
  if (posting.ts !== undefined) return 'no'
  return posting.claimedAt + CLAIM_MS <= now ? 'now' : { at: posting.claimedAt + CLAIM_MS }
}

/** What a claim has to remember of the one for the same thing that it takes over. */
export function takenOver(before: Posting | undefined): Pick<Posting, 'triedSince'> {
  return before === undefined || before.ts !== undefined ? {} : { triedSince: before.triedSince ?? before.claimedAt }
}

/** The posting once it is known to be there. */
export function posted<P extends Posting>({ triedSince: _, ...posting }: P, { channel, ts }: ChatMessage) {
  return { ...posting, channel, ts }
}
