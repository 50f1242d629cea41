import assert from 'node:assert/strict'
import type { Chat, ChatTarget } from '../../src/control/ports.ts'
import type { Membership, Site } from '../../src/site/site.ts'
import type { NotificationType } from '../../src/site/notification-type.ts'
import { HOUR_MS, type Instant } from '../../src/site/time.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { aSite, type Overrides } from '../support/a-site.ts'
import { rejectsWithReason } from '../support/rejects.ts'

export interface SeenInChat {
  channel: string
  ts: string
  thread?: string
  /** All that it shows, in whatever form. */
  shows: string
  /** It has buttons, or would have them. */
  hasButtons: boolean
}

export interface ChatHarness {
  chat: Chat
  clock: FakeClock
  /** A channel that the app may post to. */
  channel: string
  /** Channels that it may not post to: unknown, archived, not invited. */
  closedChannels: string[]
  /** A public channel that the app is in no more than anybody; it may post there. */
  publicChannel: string
  /** Who is what. */
  people: Record<Membership, string>
  /** A field of `people.member`'s profile that `people.guest` has left empty: its id and value. */
  profileField: { id: string; value: string }
  /** Every message there is, oldest first; direct ones are of `people.member`. */
  seen(): SeenInChat[]
  /** Somebody deletes a message. */
  remove(message: { channel: string; ts: string }): Promise<void>
  close(): Promise<void>
}

/** The chat of a site's own channel, or of another place; messages by their ts alone. */
function inItsChannel(chat: Chat) {
  const placed = ({ spec }: Site, place: Partial<ChatTarget>) => ({ channel: spec.channel, ...place })
  return {
    ...chat,
    postCard: async (site: Site, place: Partial<ChatTarget> = {}) =>
      (await chat.postCard(site, placed(site, place))).ts,
    announce: async (site: Site, topic: NotificationType, thread?: string) =>
      (await chat.notify(site, topic, placed(site, { thread }))).ts,
    findPosted: async (site: Site, what: 'card' | NotificationType, since: Instant, thread?: string) =>
      (await chat.findPosted(site, what, since, placed(site, { thread })))?.ts,
  }
}

/** A site of whose expiry a message warned, and no longer does. */
function over(site: Site) {
  return { ...warningOf(site), isOpen: false }
}

function warningOf(site: Site) {
  const key = site.status.notifications['expiring']?.key ?? ''
  return { name: site.name, id: site.id, key, site, isOpen: true }
}

/** What every implementation of `Chat` does. */
export function chatContract(name: string, make: () => Promise<ChatHarness>): void {
  describe(`Chat: ${name}`, () => {
    let harness: ChatHarness
    let chat: ReturnType<typeof inItsChannel>
    beforeEach(async () => {
      harness = await make()
      chat = inItsChannel(harness.chat)
    })
    afterEach(() => harness.close())

    const site = (overrides: Overrides<Site> = {}): Site =>
      aSite({ ...overrides, spec: { channel: harness.channel, ...overrides.spec } })
    const sleeping = () =>
      site({ spec: { desired: 'asleep' }, status: { instance: { state: 'stopped', address: undefined } } })
    const at = (ts: string) => ({ channel: harness.channel, ts })
    const shown = (ts: string): SeenInChat =>
      harness.seen().find((message) => message.ts === ts) ?? assert.fail(`no message ${ts}`)

    it('posts a card in the channel of the site', async () => {
      const ts = await chat.postCard(site())
      assert.deepEqual(
        harness.seen().map(({ shows: _, ...message }) => message),
        [{ ...at(ts), hasButtons: true }],
      )
    })

    it('edits a card where it stands', async () => {
      const ts = await chat.postCard(site())
      const before = shown(ts).shows
      await chat.updateCard(sleeping(), at(ts))
      assert.equal(harness.seen().length, 1)
      assert.notEqual(shown(ts).shows, before)
    })

    it('edits a card to what it is already', async () => {
      const ts = await chat.postCard(site())
      const before = shown(ts).shows
      await chat.updateCard(site(), at(ts))
      assert.equal(shown(ts).shows, before)
    })

    it('edits a card where it was posted, wherever the site is now', async () => {
      const ts = await chat.postCard(site())
      await chat.updateCard(site({ spec: { channel: harness.closedChannels[0] } }), at(ts))
      assert.equal(shown(ts).channel, harness.channel)
    })

    it('uploads a picture that the card can show, and shows the card without one that is gone', async () => {
      const data = new Uint8Array([255, 216, 255, 0])
      const [file, another] = [await chat.uploadPicture({ name: 'plum.jpg', data }), 'F000000GONE']
      assert.match(file, /^F[A-Z0-9]{8,}$/)
      const pictured = (shown: string) =>
        site({ status: { picture: { shown: { file: shown, commit: 'a'.repeat(40) } } } })
      const ts = await chat.postCard(pictured(another))
      assert.ok(!shown(ts).shows.includes(another))
      await chat.updateCard(pictured(file), at(ts))
      assert.ok(shown(ts).shows.includes(file))
      await chat.updateCard(pictured(another), at(ts))
      assert.ok(!shown(ts).shows.includes(file))
      assert.ok(shown(ts).hasButtons)
    })

    it('announces in the thread of the card', async () => {
      const thread = await chat.postCard(site())
      const ts = await chat.announce(site(), 'ready', thread)
      assert.equal(shown(ts).thread, thread)
    })

    it('announces in the channel where there is no card', async () => {
      const ts = await chat.announce(site(), 'archived')
      assert.equal(shown(ts).thread, undefined)
    })

    it('announces in the channel when the card was deleted', async () => {
      const thread = await chat.postCard(site())
      await harness.remove(at(thread))
      const ts = await chat.announce(site(), 'expiring', thread)
      assert.equal(shown(ts).thread, undefined)
    })

    it('gives every message a ts of its own', async () => {
      const thread = await chat.postCard(site())
      const announced = await Promise.all([1, 2, 3].map(() => chat.announce(site(), 'ready', thread)))
      assert.equal(new Set([thread, ...announced]).size, 4)
    })

    it('takes the buttons off a warning, once and again', async () => {
      const warning = await chat.announce(site(), 'expiring', await chat.postCard(site()))
      assert.equal(shown(warning).hasButtons, true)
      const extended = site({ spec: { expiresAt: site().spec.expiresAt + 7 * 24 * 3600 * 1000 } })
      for (let time = 0; time < 2; time++) {
        await chat.updateWarning([over(extended)], at(warning))
        assert.equal(shown(warning).hasButtons, false)
      }
      assert.equal(harness.seen().length, 2)
    })

    it('warns of several sites in one message, which is found for each, and takes the buttons off one by one', async () => {
      const since = harness.clock.now()
      const named = (name: string) => {
        const expiring = { key: `1/${name}`, claimedAt: since, channel: harness.channel }
        return site({ name, id: `id-${name}`, status: { notifications: { expiring } } })
      }
      const [plum, fig, pear] = [named('plum'), named('fig'), named('pear')]
      const { ts } = await harness.chat.warn([plum, fig], { channel: harness.channel })
      const found = () => Promise.all([plum, fig, pear].map((one) => chat.findPosted(one, 'expiring', since)))
      assert.deepEqual(await found(), [ts, ts, undefined])
      for (const [warnings, hasButtons] of [
        [[over(plum), warningOf(fig)], true],
        [[over(plum), { ...over(fig), site: undefined }], false],
      ] as const) {
        await chat.updateWarning(warnings, at(ts))
        assert.equal(shown(ts).hasButtons, hasButtons)
        assert.deepEqual(await found(), [ts, ts, undefined], 'whatever has become of one')
      }
      assert.equal(harness.seen().length, 1)
    })

    it('finds the card that it posted since', async () => {
      const ts = await chat.postCard(site())
      const { clock } = harness
      assert.equal(await chat.findPosted(site(), 'card', clock.now()), ts)
      assert.equal(await chat.findPosted(sleeping(), 'card', clock.now()), ts, 'whatever the site is by now')
      assert.equal(await chat.findPosted(site({ id: 'another' }), 'card', clock.now()), undefined)
      assert.equal(await chat.findPosted(site(), 'ready', clock.now()), undefined)
      assert.equal(await chat.findPosted(site(), 'card', clock.now() + HOUR_MS), undefined)
      await harness.remove(at(ts))
      assert.equal(await chat.findPosted(site(), 'card', clock.now()), undefined)
    })

    it('finds a card below much else', async () => {
      const since = harness.clock.now()
      const ts = await chat.postCard(site())
      for (let other = 0; other < 250; other++) await chat.announce(site({ id: `other-${other}` }), 'archived')
      assert.equal(await chat.findPosted(site(), 'card', since), ts)
    })

    it('finds an announcement of that occasion, in the thread or in the channel', async () => {
      const since = harness.clock.now()
      const about = (key: string) =>
        site({ status: { notifications: { ready: { key, claimedAt: since, channel: harness.channel } } } })
      const thread = await chat.postCard(site())
      const inThread = await chat.announce(about('1'), 'ready', thread)
      const inChannel = await chat.announce(about('2'), 'ready')
      assert.equal(await chat.findPosted(about('1'), 'ready', since, thread), inThread)
      assert.equal(await chat.findPosted(about('2'), 'ready', since, thread), inChannel)
      assert.equal(await chat.findPosted(about('3'), 'ready', since, thread), undefined)
      await harness.remove(at(thread))
      assert.equal(await chat.findPosted(about('2'), 'ready', since, thread), inChannel)
    })

    it('says when a message to edit is not there', async () => {
      const ts = await chat.postCard(site())
      await harness.remove(at(ts))
      await rejectsWithReason(chat.updateCard(site(), at(ts)), 'message-missing')
      await rejectsWithReason(chat.updateWarning([over(site())], at(ts)), 'message-missing')
      await rejectsWithReason(chat.updateCard(site(), at('1.000000')), 'message-missing')
    })

    it('says when the channel is closed to it', async () => {
      for (const channel of harness.closedChannels) {
        await rejectsWithReason(chat.postCard(site({ spec: { channel } })), 'channel-missing')
        await rejectsWithReason(chat.announce(site({ spec: { channel } }), 'ready'), 'channel-missing')
      }
      assert.deepEqual(harness.seen(), [])
    })

    it('posts in a public channel that it is not in', async () => {
      const ts = await chat.postCard(site({ spec: { channel: harness.publicChannel } }))
      assert.equal(shown(ts).channel, harness.publicChannel)
    })

    it('tells one person directly, and edits, finds and settles that as in a channel', async () => {
      const { chat: plain, people, clock } = harness
      const place = { channel: people.member }
      const card = await plain.postCard(site(), place)
      assert.notEqual(card.channel, people.member, 'a conversation has an id of its own')
      assert.deepEqual(await plain.findPosted(site(), 'card', clock.now(), place), card)
      assert.equal(await chat.findPosted(site(), 'card', clock.now()), undefined, 'it is not in the channel')
      const before = shown(card.ts).shows
      await plain.updateCard(sleeping(), card)
      assert.notEqual(shown(card.ts).shows, before)
      const warning = await plain.notify(site(), 'expiring', place)
      assert.equal(shown(warning.ts).hasButtons, true)
      await plain.updateWarning([over(site({ spec: { desired: 'archived' } }))], warning)
      await plain.retireDirectCard(site(), card)
      assert.equal(shown(card.ts).hasButtons, false)
      await plain.updateCard(site(), card)
      await plain.sayCardMoved(site(), card)
      for (const { ts } of [card, warning]) assert.equal(shown(ts).hasButtons, false)
    })

    it('asks who takes over a site, and no more once somebody has', async () => {
      const { clock, people } = harness
      const look = { owner: site().spec.owner, membership: 'deactivated', at: clock.now(), since: clock.now() } as const
      const question = await harness.chat.notify(site({ status: { ownerCheck: look } }), 'adoption', {
        channel: harness.channel,
      })
      assert.equal(shown(question.ts).hasButtons, true)
      await chat.resolveAdoption(site({ spec: { owner: people.member } }), question)
      assert.equal(shown(question.ts).hasButtons, false)
    })

    it('posts the digest of a week, which is found in its place alone', async () => {
      const { clock, channel, publicChannel, people, closedChannels } = harness
      const now = clock.now()
      const week = { monday: '2026-11-02', at: now, until: now + 7 * 24 * HOUR_MS }
      assert.equal(await harness.chat.findDigest(week, { channel }), undefined)
      const posted = await harness.chat.postDigest({ week, sites: [site()] }, { channel })
      const direct = await harness.chat.postDigest({ week, sites: [site()] }, { channel: people.member })
      assert.deepEqual([posted.channel, direct.channel === people.member], [channel, false])
      assert.deepEqual(await harness.chat.findDigest(week, { channel }), posted)
      assert.deepEqual(await harness.chat.findDigest(week, { channel: people.member }), direct)
      assert.equal(await harness.chat.findDigest({ ...week, monday: '2026-11-09' }, { channel }), undefined)
      await harness.chat.postDigest({ week, sites: [site()] }, { channel: publicChannel })
      for (const closed of closedChannels) {
        const refused = harness.chat.postDigest({ week, sites: [site()] }, { channel: closed })
        await rejectsWithReason(refused, 'channel-missing')
      }
    })

    it('warns an admin of the budget, and says when that person cannot be sent anything', async () => {
      const state = { spent: 321.5, budget: 400, until: harness.clock.now() }
      await harness.chat.warnOfBudget(state, { channel: harness.people.member })
      await rejectsWithReason(
        harness.chat.warnOfBudget(state, { channel: harness.people.deactivated }),
        'person-unreachable',
      )
    })

    it('says when a person cannot be sent anything', async () => {
      for (const membership of ['bot', 'deactivated', 'missing'] as const) {
        const channel = harness.people[membership]
        await rejectsWithReason(harness.chat.postCard(site(), { channel }), 'person-unreachable')
      }
      assert.deepEqual(harness.seen(), [])
    })

    it('says what somebody is in the workspace', async () => {
      for (const [membership, id] of Object.entries(harness.people)) {
        assert.equal(await chat.membershipOf(id), membership)
      }
    })

    it("says what is in a field of somebody's profile", async () => {
      const { people, profileField: field } = harness
      assert.equal(await chat.profileField(people.member, field.id), field.value)
      assert.equal(await chat.profileField(people.member, 'Xf0OTHER'), '')
      assert.equal(await chat.profileField(people.guest, field.id), '')
    })
  })
}
