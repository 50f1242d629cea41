import assert from 'node:assert/strict'
import { answerReport } from '../../src/control/reports/answer-report.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { reportPath } from '../../src/site/paths.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { buttonId } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const TOKEN = 'a-token-of-a-set-up'

describe('guesses at a password', () => {
  let team: Team
  let since: number
  const begin = async (locale?: 'ja') => {
    team = await aTeam(locale && { locale })
    await team.has('plum')
    const site = await team.site('plum')
    await team.store.save({ ...site, status: { ...site.status, reportTokens: [reportTokenHash(TOKEN)] } })
    since = team.clock.now() - HOUR_MS
  }
  afterEach(() => team.close())

  const reports = async (count: number, at = since) => {
    const body = JSON.stringify({ ok: true, deploys: [], processes: [], guesses: { count, at } })
    const request = { method: 'POST', path: reportPath('plum'), authorization: `Bearer ${TOKEN}`, body }
    const deps = { store: team.store, clock: team.clock, mayReport: () => true }
    assert.equal(await answerReport(deps, request), 204)
    await team.settle()
  }
  const told = () => team.inThreads().filter(({ text }) => text.startsWith('🔐'))

  it('are told to the owner, who can change it at once', async () => {
    await begin()
    await reports(120)
    const [message = assert.fail('nobody was told')] = told()
    assert.match(message.text, /<@U0BEN>: somebody may be guessing the password of \*plum\*\. Since \d+ \w+ 2026, /)
    assert.match(message.text, /at least 120 different logins at <https:\/\/plum\.\S+> were wrong/)
    assert.deepEqual([message.threadTs, message.broadcast ?? false], [(await team.card('plum')).ts, false])
    await team.ben.clicks(message, buttonId('change-password'))
    assert.match(words(team.ben.modal().view), /plum/)
  })

  it('are told of in the language of the workspace', async () => {
    await begin('ja')
    await reports(120)
    assert.match(told()[0]?.text ?? '', /<@U0BEN> さん、 \*plum\* のパスワードが推測されようと.+120 通り/)
  })

  it('are told of once a day', async () => {
    await begin()
    for (const count of [100, 150, 9000]) await reports(count)
    await reports(100, since + HOUR_MS)
    assert.equal(told().length, 1)
    await team.pass(DAY_MS)
    await reports(100, since + DAY_MS)
    assert.equal(told().length, 2)
  })

  it('are not told of while nobody can visit the site, nor long after', async () => {
    await begin()
    await team.ben.testsite('sleep plum')
    await reports(100)
    await team.pass(3 * DAY_MS)
    await team.ben.testsite('wake plum')
    assert.deepEqual(told(), [])
  })
})
