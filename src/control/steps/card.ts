import { createHash } from 'node:crypto'
import { cardFacts } from '../../site/card.ts'
import { isMessageMissing } from '../../site/errors.ts'
import type { Policy } from '../../site/policy.ts'
import type { Site } from '../../site/site.ts'
import type { Step } from '../step.ts'
import { postingDue } from './posting.ts'

/** One message a site, in its channel, posted once and edited whenever what it shows has changed. */
export function createCard(policy: Policy): Step[] {
  const post: Step = {
    name: 'card',
    due: (site, now) => {
      const { card } = site.status
      // The first posting is one occasion, whatever it shows.
      return card?.ts === undefined ? postingDue(card, card?.key ?? '', now) : 'no'
    },
    claim: (site, now) => ({ card: { key: cardDigest(site, policy), claimedAt: now, channel: site.spec.channel } }),
    run: async (site, { chat }) => {
      const { card } = site.status
      return card === undefined ? {} : { card: { ...card, ts: await chat.postCard(site) } }
    },
  }
  const edit: Step = {
    name: 'card-edit',
    due: (site) =>
      site.status.card?.ts !== undefined && site.status.card.key !== cardDigest(site, policy) ? 'now' : 'no',
    run: async (site, { chat }) => {
      const { card } = site.status
      if (card?.ts === undefined) return {}
      try {
        await chat.updateCard(site, { channel: card.channel, ts: card.ts })
      } catch (error) {
        // Somebody deleted the message: the next look posts another.
        if (isMessageMissing(error)) return { card: undefined }
        throw error
      }
      return { card: { ...card, key: cardDigest(site, policy) } }
    },
  }
  return [post, edit]
}

export function cardDigest(site: Site, policy: Policy): string {
  return createHash('sha256')
    .update(JSON.stringify(cardFacts(site, policy)))
    .digest('base64url')
    .slice(0, 16)
}
