import type { CardFacts } from '../src/site/card.ts'
import { groupMention, mention } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** Who is asked about a site: its owner, or the admins, as far as they are named, while that one cannot look after it. */
export function lookedAfterBy({ owner, ownerAbsence }: CardFacts, { policy: { admins } }: ViewContext): string {
  if (ownerAbsence === undefined || admins.length === 0) return mention(owner)
  return admins.map((id) => (id.startsWith('S') ? groupMention(id) : mention(id))).join(' ')
}

/** Why the owner cannot look after it; '' where nothing is known against it. */
export function absenceText({ owner, ownerAbsence }: CardFacts, { texts }: ViewContext): string {
  return ownerAbsence === undefined ? '' : texts.absences[ownerAbsence]({ owner: mention(owner) })
}
