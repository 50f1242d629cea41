import assert from 'node:assert/strict'
import { DAY_MS } from '../../src/site/time.ts'
import { actionIds } from '../../views/action-ids.ts'
import { aSite } from '../support/a-site.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

/** Ten o'clock. */
const MONDAY = Date.parse('2026-11-09T10:00+09:00')
const THURSDAY = Date.parse('2026-11-12T18:00+09:00')
/** Always up: 730 × 0.02 + 1.46. */
const prices = { currency: 'USD', sizes: { small: 0.02 }, disk: 1.46, archive: 0.8 }

describe('the weekly digest in a channel', () => {
  let team: Team
  afterEach(() => team.close())

  const begins = async (options: { locale?: string; withoutReconciler?: boolean } = {}) => {
    team = await aTeam({ ...options, policy: { prices, timeZone: 'Asia/Tokyo' } })
  }
  const digests = (channel = HERE) =>
    team.inChannel(channel).filter((message) => /this week:|今週のテストサイト:/.test(message.text))
  const digest = (channel = HERE) => digests(channel)[0] ?? assert.fail('there was no digest')
  const comesMonday = async () => {
    await team.pass(MONDAY - team.clock.now())
    await team.sweep()
  }

  it('says what there is, what it costs, and what ends this week, in one message', async () => {
    await begins()
    await team.has('plum', { expiresAt: THURSDAY })
    await team.has('fig')
    await team.has('pear')
    await team.ben.testsite('sleep pear')
    await team.ben.confirms('delete-without-archive fig')
    await team.has('quince')
    await comesMonday()
    await team.sweep()
    assert.equal(digests().length, 1)
    assert.equal(digest().text, 'Test sites this week: 2 up · 1 asleep')
    const said = words(digest())
    assert.match(said, /Costs: ≈ \$\d+\.\d\d this month so far, ≈ \$\d+\.\d\d a month as used/)
    assert.match(said, /Ending this week.*plum\.test\.example\.com.*expires 12 Nov 2026, 18:00.*Others.*quince.*pear/s)
    assert.match(
      said,
      /pear\.test\.example\.com>?\*? · Asleep · .* · ≈ \$1\.\d\d a month as used, \$16\.06 if always up/,
    )
    assert.doesNotMatch(said, /<@U|fig/)
  })

  it('has a menu for each site, which does what the buttons of cards do', async () => {
    await begins()
    await team.has('plum', { expiresAt: THURSDAY })
    await team.has('fig')
    await comesMonday()
    assert.deepEqual(team.ben.menu(digest(), 'plum'), ['Extend', 'Sleep', 'Delete'])
    await team.chie.clicks(digest(), actionIds.more, { site: 'fig', pick: 'Sleep' })
    assert.equal((await team.site('fig')).spec.desired, 'asleep')
    await team.ben.clicks(digest(), actionIds.more, { site: 'plum', pick: 'Extend' })
    await team.ben.submits()
    assert.ok((await team.site('plum')).spec.expiresAt > THURSDAY)
    await team.ben.clicks(digest(), actionIds.more, { site: 'plum', pick: 'Delete' })
    assert.equal((await team.site('plum')).spec.desired, 'up')
    await team.ben.submits()
    assert.equal((await team.site('plum')).spec.desired, 'archived')
  })

  it('has a mark of its own in each channel', async () => {
    await begins()
    await team.has('plum')
    await team.has('fig', { channel: ELSEWHERE })
    await comesMonday()
    assert.notEqual(digest().blocks?.[0]?.block_id, digest(ELSEWHERE).blocks?.[0]?.block_id)
  })

  it('is in the language of the workspace', async () => {
    await begins({ locale: 'ja-JP' })
    await team.has('plum', { expiresAt: THURSDAY })
    await comesMonday()
    assert.match(words(digest()), /今週のテストサイト.*稼働中 1 件.*今月は現時点で約 \$.*今週期限のサイト/s)
  })

  it('tells a channel nothing of other channels, private ones included, and channels without sites nothing', async () => {
    await begins()
    team.workspace.changeChannel(HERE, { isPrivate: true })
    await team.has('plum')
    await comesMonday()
    assert.match(words(digest()), /plum/)
    assert.deepEqual(digests(ELSEWHERE), [])
    await team.has('fig', { channel: ELSEWHERE })
    await team.pass(7 * DAY_MS)
    await team.sweep()
    assert.doesNotMatch(words(digest(ELSEWHERE)), /plum/)
    await team.pass(7 * DAY_MS)
    await team.sweep()
    assert.equal(digests().length, 2, 'plum is archived by then')
  })

  for (const change of [{ archived: true }, { isPrivate: true, withoutBot: true }]) {
    it(`goes to the owner of its sites, if the channel takes nothing (${Object.keys(change).join()})`, async () => {
      await begins()
      await team.has('plum')
      await team.has('fig', { owner: 'U0CHIE' })
      team.workspace.changeChannel(HERE, change)
      await comesMonday()
      await team.sweep()
      for (const [person, own, other] of [
        ['U0BEN', /plum/, /fig/],
        ['U0CHIE', /fig/, /plum/],
      ] as const) {
        const told = team.workspace
          .screen(person)
          .messages.filter(({ channel, text }) => channel.startsWith('D') && text.includes('this week:'))
        assert.equal(told.length, 1)
        assert.match(words(told), own)
        assert.doesNotMatch(words(told), other)
      }
    })
  }

  it('has room for some of a thousand sites, those that end first, and says how many more there are', async () => {
    await begins({ withoutReconciler: true })
    const ends = (index: number) => (index < 40 ? THURSDAY - index : THURSDAY + 60 * DAY_MS)
    for (let index = 0; index < 1000; index++) {
      const spec = { channel: HERE, owner: 'U0BEN', expiresAt: ends(index) }
      const status = { alarmAt: MONDAY + DAY_MS }
      await team.store.create(aSite({ name: `site-${index}`.padEnd(63, 'x'), id: `id-${index}`, spec, status }))
    }
    team.clock.set(MONDAY)
    await team.sweep()
    assert.equal(digests().length, 1)
    const said = words(digest())
    assert.equal(digest().text, 'Test sites this week: 1000 up')
    assert.match(said, /site-39x+.*site-15x+.*975 more not shown/s)
    assert.doesNotMatch(said, /site-14x|site-40x/)
    assert.ok((digest().blocks?.length ?? 0) <= 50)
  })
})
