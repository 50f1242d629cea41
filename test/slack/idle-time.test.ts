import assert from 'node:assert/strict'
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
})
