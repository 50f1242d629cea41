import { cardFacts } from '../../site/card.ts'
import { channelRefusalOf } from '../../site/contact.ts'
import { isChannelMissing, isMessageMissing } from '../../site/errors.ts'
import type { Policy } from '../../site/policy.ts'
import type { Posting, Site } from '../../site/site.ts'
import type { Step } from '../step.ts'
import { dueInChannel, channelRefused, withoutChannelRefusal } from './channel-refusal.ts'
import { createFingerprint } from './fingerprint.ts'
import { withEditLease } from './edit-lease.ts'
import { posted, postingDue, takenOver } from './posting.ts'

/** The fingerprint of a card that another process posted. */
const UNKNOWN = ''

/**
 * One message for each site, in its channel, posted once and edited whenever what it shows has changed. While the channel refuses, the
 * card is tried there each hour: once it gets through, the rest will, too.
 */
export function createCard(policy: Policy): Step[] {
  const fingerprintOf = createFingerprint((site) => JSON.stringify(cardFacts(withoutChannelRefusal(site), policy)))
  const post: Step = {
    name: 'card',
    policy: 'notification',
    due: (site, now) => {
      const { card } = site.status
      // The first posting has one key, whatever it shows.
      if (isElsewhere(site)) return dueInChannel(site, 'now', now)
      return card?.ts === undefined ? dueInChannel(site, postingDue(card, card?.key ?? '', now), now) : 'no'
    },
    claim: (site, now) => {
      const { card, cardsLeft = [] } = site.status
      const claim = { key: fingerprintOf(site), claimedAt: now }
      // Nobody knows what came of an earlier claim: it's looked for, and else posted, where it was meant to be. Then it moves.
      if (card !== undefined && card.ts === undefined)
        return { card: { ...claim, ...placeOf(card), ...takenOver(card) } }
      return {
        card: { ...claim, ...placeOf(site.spec) },
        ...(card?.ts !== undefined && { cardsLeft: [...cardsLeft, { channel: card.channel, ts: card.ts }] }),
      }
    },
    run: async (site, { chat, clock }) => {
      const { card } = site.status
      if (card === undefined) return {}
      const target = { channel: card.channel }
      try {
        const found = card.triedSince && (await chat.findPosted(site, 'card', card.triedSince, target))
        // What it shows is unknown, so it will be edited.
        if (found) return { card: { ...posted(card, found), key: UNKNOWN }, channelRefusal: undefined }
        return {
          card: posted(card, await chat.postCard(withoutChannelRefusal(site), target)),
          channelRefusal: undefined,
        }
      } catch (error) {
        if (!isChannelMissing(error)) throw error
        if (isOfOtherChannel(site, card)) return { card: undefined }
        return { ...channelRefused(site, error, policy, clock.now()), card: undefined }
      }
    },
  }
  const edit: Step = {
    name: 'card-edit',
    policy: 'notification',
    due: (site, now) => {
      const { card } = site.status
      const isOutdated = channelRefusalOf(site) !== undefined || card?.key !== fingerprintOf(site)
      return card?.ts !== undefined && isOutdated ? dueInChannel(site, 'now', now) : 'no'
    },
    run: async (site, { chat, clock }) => {
      const { card } = site.status
      if (card?.ts === undefined) return {}
      try {
        await chat.updateCard(withoutChannelRefusal(site), { channel: card.channel, ts: card.ts })
      } catch (error) {
        // Somebody deleted the message: the next pass posts another.
        if (isMessageMissing(error)) return { card: undefined }
        if (isChannelMissing(error)) return channelRefused(site, error, policy, clock.now())
        throw error
      }
      return { card: { ...card, key: fingerprintOf(site) }, channelRefusal: undefined }
    },
  }
  return [post, withEditLease(edit), leave]
}

/** Says where the card went, in each channel that the site has left. */
const leave: Step = {
  name: 'card-left',
  policy: 'notification',
  due: (site) => {
    const { card, cardsLeft } = site.status
    return cardsLeft !== undefined && card?.ts !== undefined && !isElsewhere(site) ? 'now' : 'no'
  },
  run: async (site, { chat }) => {
    const [first, ...others] = site.status.cardsLeft ?? []
    try {
      if (first !== undefined) await chat.sayCardMoved(site, first)
    } catch (error) {
      if (!isMessageMissing(error) && !isChannelMissing(error)) throw error
    }
    return { cardsLeft: others.length > 0 ? others : undefined }
  },
}

/** Its card was posted, and another channel was chosen since. */
function isElsewhere(site: Site): boolean {
  const { card } = site.status
  return card?.ts !== undefined && isOfOtherChannel(site, card)
}

function isOfOtherChannel({ spec }: Site, { channelRevision = 0 }: Posting): boolean {
  return channelRevision < (spec.channelRevision ?? 0)
}

function placeOf({ channel, channelRevision }: Pick<Posting, 'channel' | 'channelRevision'>) {
  return { channel, ...(channelRevision !== undefined && { channelRevision }) }
}
