import { cardFacts } from '../../site/card.ts'
import { isMessageMissing } from '../../site/errors.ts'
import type { Policy } from '../../site/policy.ts'
import type { Step } from '../step.ts'
import { createDigest } from './digest.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** The digest of a card that somebody else posted. */
const UNKNOWN = ''

/** One message a site, in its channel, posted once and edited whenever what it shows has changed. */
export function createCard(policy: Policy): Step[] {
  const digestOf = createDigest((site) => JSON.stringify(cardFacts(site, policy)))
  const post: Step = {
    name: 'card',
    due: (site, now) => {
      const { card } = site.status
      // The first posting is one occasion, whatever it shows.
      return card?.ts === undefined ? postingDue(card, card?.key ?? '', now) : 'no'
    },
    claim: (site, now) => ({
      card: {
        key: digestOf(site),
        claimedAt: now,
        channel: site.spec.channel,
        ...takenOver(site.status.card),
      },
    }),
    run: async (site, { chat }) => {
      const { card } = site.status
      if (card === undefined) return {}
      if (card.triedSince !== undefined) {
        const ts = await chat.findPosted(site, 'card', card.triedSince)
        // What it shows is not known: it is edited.
        if (ts !== undefined) return { card: { ...posted(card, ts), key: UNKNOWN } }
      }
      return { card: posted(card, await chat.postCard(site)) }
    },
  }
  const edit: Step = {
    name: 'card-edit',
    due: (site) => (site.status.card?.ts !== undefined && site.status.card.key !== digestOf(site) ? 'now' : 'no'),
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
      return { card: { ...card, key: digestOf(site) } }
    },
  }
  return [post, oneAtATime(edit)]
}
