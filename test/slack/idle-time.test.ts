import assert from 'node:assert/strict'
import { withHead } from '../../src/control/pushes/branch-head.ts'
import { recordFact } from '../../src/control/record-fact.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { actionIds } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('when a site goes to sleep by itself, in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const spec = async () => (await team.site('plum')).spec

  it('is in the form in the card’s menu, which has what was chosen before', async () => {
    await team.ben.clicks(await team.card('plum'), actionIds.more, { pick: 'Idle time…' })
    assert.equal(team.ben.holds('after'), 'default')
    await team.ben.fills({ after: 'After 4 hours without a visit' })
    assert.match(words(await team.ben.submits()), /\*plum\* goes to sleep by itself: After 4 hours without a visit/)
    assert.equal((await spec()).idleTimeout, '4h')
    assert.match(words(await team.card('plum')), /<@U0BEN> changed when it goes to sleep by itself: After 4 hours/)
    await team.aki.testsite('自動スリープ plum')
    assert.equal(team.aki.holds('after'), '4h')
    await team.aki.fills({ until: '2026-11-20' })
    assert.match(words(await team.aki.submits()), /自動スリープを変更しました： 2026\/11\/21 07:00 まではしない/)
    assert.equal((await spec()).keepAwakeUntil, Date.parse('2026-11-21T07:00+09:00'))
  })

  it('is typed, in either language', async () => {
    assert.match(words(await team.ben.testsite('idle-time plum night')), /by itself: Only at night/)
    assert.match(words(await team.aki.testsite('自動スリープ plum 8時間')), /変更しました： 8時間使われなければ/)
    assert.match(words(await team.ben.testsite('idle-time plum 3h')), /can't read `3h` as a time without a visit/)
    assert.equal((await spec()).idleTimeout, '8h')
  })

  it('is not before the morning, for tonight only', async () => {
    assert.match(words(await team.ben.testsite('keep-awake plum tonight')), /won't go to sleep by itself before .*7:00/)
    const { keepAwakeUntil = 0 } = await spec()
    const now = team.clock.now()
    assert.ok(keepAwakeUntil > now && keepAwakeUntil < now + 36 * 3_600_000)
    assert.equal(new Date(keepAwakeUntil).toISOString().slice(11), '22:00:00.000Z', '7:00 in Tokyo')
    await team.aki.testsite('起動維持 plum')
    assert.match(words(team.aki.modal().view), /今日を選ぶと、今夜だけです/)
    await team.aki.submits()
    assert.equal((await spec()).keepAwakeUntil, keepAwakeUntil, 'tonight was filled in')
    assert.match(words(await team.ben.testsite('keep-awake plum 2020-01-01')), /That day is over/)
  })

  it('is said by its card while it is kept awake, and no longer once that is over', async () => {
    await team.ben.testsite('keep-awake plum tonight')
    assert.match(words(await team.card('plum')), /Kept awake until 3 Nov 2026, 07:00/)
    await team.ben.testsite('extend plum 1')
    assert.match(words(await team.card('plum')), /Kept awake until/)
    await team.pass(24 * HOUR_MS)
    assert.doesNotMatch(words(await team.card('plum')), /Kept awake until/)
    assert.equal((await spec()).keepAwakeUntil, undefined)
    await team.ben.testsite('keep-awake plum tonight')
    await team.ben.testsite('sleep plum')
    assert.doesNotMatch(words(await team.card('plum')), /Kept awake until/)
  })

  it('is what the deployment says, unless people chose something else; and the form says what that is', async () => {
    const rules = { idleHours: 4, officeHours: { from: 10, to: 19 } }
    const other = await aTeam({ policy: rules })
    try {
      await other.has('fig')
      await other.ben.testsite('idle-time fig')
      assert.match(
        words(other.ben.modal().view),
        /As usual: after 4 h without a visit, soon after use outside office hours/,
      )
      await other.aki.testsite('自動スリープ fig')
      assert.match(words(other.aki.modal().view), /標準の設定： 4時間使われなければ、営業時間外は使用後すぐに/)
    } finally {
      await other.close()
    }
    await team.ben.testsite('idle-time plum')
    assert.match(words(team.ben.modal().view), /As usual: never/)
  })
})

describe('a site that sleeps, by its card', () => {
  let team: Team
  const commit = 'f'.repeat(40)
  beforeEach(async () => {
    team = await aTeam({ policy: { idleHours: 2 } })
    await team.has('plum')
  })
  afterEach(() => team.close())

  const isPushed = async () => {
    const push = { repository: 'acme/website', branch: 'main', commit }
    await recordFact(team.store, 'plum', (site) => withHead(site, push, team.clock.now()))
    await team.reconcile('plum')
  }
  const card = async () => words(await team.card('plum'))

  it('says since when, and for how long nobody had used it, if it fell asleep by itself', async () => {
    await team.pass(4 * HOUR_MS)
    assert.match(
      await card(),
      /\*Asleep\*.*went to sleep by itself on 2 Nov 2026, \d\d:\d\d.*after 2 h without a visit/s,
    )
    await team.ben.testsite('wake plum')
    assert.doesNotMatch(await card(), /by itself/)
  })

  it('says that a newer commit waits, if a person stopped it', async () => {
    await team.ben.testsite('sleep plum')
    assert.doesNotMatch(await card(), /by itself|newer commit/)
    await isPushed()
    assert.match(await card(), /\*Asleep\*.*There's a newer commit, `fffffff`/s)
    assert.equal((await team.site('plum')).spec.desired, 'asleep')
  })
})
