import { cardFacts } from '../../site/card.ts'
import { contactOf, ownerChecked, channelRefusalOf } from '../../site/contact.ts'
import { isChannelMissing, isMessageMissing, isPersonUnreachable } from '../../site/errors.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import type { Ports } from '../ports.ts'
import type { Step, StatusPatch } from '../step.ts'
import { createFingerprint } from './fingerprint.ts'
import { withEditLease } from './edit-lease.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** While the channel refuses, the card is in a direct message to the site's contact, and is edited there. */
export function createDirectCard(policy: Policy): Step[] {
  const fingerprintOf = createFingerprint((site) => JSON.stringify(cardFacts(site, policy)))
  const recipientOf = (site: Site) => (channelRefusalOf(site) === undefined ? undefined : contactOf(site, policy))
  const post: Step = {
    name: 'direct-card',
    policy: 'notification',
    due: (site, now) => {
      const { directCard } = site.status
      if (recipientOf(site) === undefined || site.spec.desired === 'gone') return 'no'
      return directCard?.ts === undefined ? postingDue(directCard, directCard?.key ?? '', now) : 'no'
    },
    claim: (site, now) => {
      const to = recipientOf(site)
      if (to === undefined) return {}
      const { directCard: before } = site.status
      const isSame = before?.to === to
      return {
        directCard: { key: fingerprintOf(site), claimedAt: now, channel: to, to, ...(isSame && takenOver(before)) },
      }
    },
    run: async (site, ports) => {
      const { chat } = ports
      const { directCard: card } = site.status
      if (card === undefined) return {}
      const target = { channel: card.channel }
      try {
        const found = card.triedSince && (await chat.findPosted(site, 'card', card.triedSince, target))
        const message = found || (await chat.postCard(site, target))
        return { directCard: posted(card, message) }
      } catch (error) {
        return { ...(await ownerUnreachable(site, card.to, error, ports)), directCard: undefined }
      }
    },
  }
  const edit: Step = {
    name: 'direct-card-edit',
    policy: 'notification',
    due: (site) => {
      const { directCard } = site.status
      if (directCard?.ts === undefined) return 'no'
      return directCard.to !== recipientOf(site) || directCard.key !== fingerprintOf(site) ? 'now' : 'no'
    },
    run: async (site, { chat }) => {
      const { directCard } = site.status
      if (directCard?.ts === undefined) return {}
      const message = { channel: directCard.channel, ts: directCard.ts }
      const isOver = directCard.to !== recipientOf(site)
      try {
        await (isOver ? chat.retireDirectCard(site, message) : chat.updateCard(site, message))
      } catch (error) {
        if (isMessageMissing(error) || (isOver && isOutOfReach(error))) return { directCard: undefined }
        throw error
      }
      return { directCard: isOver ? undefined : { ...directCard, key: fingerprintOf(site) } }
    },
  }
  return [post, withEditLease(edit)]
}

/** Such a card stays as it is: the site's contact of now must not wait for it. */
function isOutOfReach(error: unknown): boolean {
  return isChannelMissing(error) || isPersonUnreachable(error)
}

/** An owner whom the app can't message isn't the contact any more. For others the error is a failure. */
export async function ownerUnreachable(site: Site, to: string, error: unknown, ports: Ports): Promise<StatusPatch> {
  if (!isPersonUnreachable(error) || to !== site.spec.owner) throw error
  const membership = await ports.chat.membershipOf(to)
  if (membership === 'member') throw error
  return ownerChecked(site, membership, ports.clock.now())
}
