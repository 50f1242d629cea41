import assert from 'node:assert/strict'
import { DAY_MS } from '../../src/site/time.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

/** Always up: 730 × 0.02 + 1.46. */
const prices = { currency: 'USD', sizes: { small: 0.02 }, disk: 1.46, archive: 0.8 }

describe('what a site costs, in Slack', () => {
  let team: Team
  afterEach(() => team.close())

  const card = async () => words(await team.card('plum'))

  it('is on its card: if always up, then as used, and at last as an archive', async () => {
    team = await aTeam({ policy: { prices } })
    await team.has('plum')
    assert.match(await card(), /\*Costs\*\\n≈ \$16\.06 a month if always up/)
    await team.pass(DAY_MS)
    await team.ben.testsite('sleep plum')
    await team.pass(DAY_MS)
    await team.ben.testsite('wake plum')
    assert.match(await card(), /≈ \$8\.7\d a month as used, \$16\.06 if always up/)
    await team.ben.confirms('delete plum')
    assert.match(await card(), /at most \$0\.80 a month while archived/)
  })

  it('is in lists and on the App Home, in the reader’s language', async () => {
    team = await aTeam({ policy: { prices } })
    await team.has('plum')
    assert.match(words(await team.ben.testsite('list')), /≈ \$16\.06 a month/)
    await team.has('pear', { owner: team.aki.id })
    await team.pass(DAY_MS)
    await team.aki.opensHome()
    assert.match(words(team.aki.home()), /今月は現時点で約 \$0\.53、現在の使い方で月額約 \$16\.06.*常時稼働で月額約/)
    await team.ben.opensHome()
    assert.match(words(team.ben.home()), /1 site: 1 up · ≈ \$0\.53 this month so far, ≈ \$16\.06 a month as used/)
    await team.chie.opensHome()
    assert.doesNotMatch(words(team.chie.home()), /\$0/)
  })

  it('is nowhere without prices', async () => {
    team = await aTeam()
    await team.has('plum')
    assert.doesNotMatch(`${await card()}${words(await team.ben.testsite('list'))}`, /Costs|\$/)
  })
})

describe('the budget of a month', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { prices, monthlyBudget: 1, timeZone: 'Asia/Tokyo' } })
    await team.has('plum')
    await team.has('pear')
    await team.ben.confirms('delete pear')
    // It costs 0.53 a day, and pear's archive next to nothing.
    await team.pass(DAY_MS)
  })
  afterEach(() => team.close())

  const orders = async (name: string) => {
    await team.ben.testsite(`new ${name} acme/website#main`)
    return team.ben.submits()
  }

  it('refuses new sites and restored ones with the reason once it is spent, and nothing else', async () => {
    await orders('fig')
    assert.ok(await team.store.load('fig'))
    await team.pass(DAY_MS)
    await orders('quince')
    assert.match(
      words(team.ben.modal().view),
      /cost about \$1\.\d\d this month, and the budget is \$1\.00\. Until 1 Dec 2026, 00:00.*nobody can create or restore a site/,
    )
    assert.equal(await team.store.load('quince'), undefined)
    assert.match(words(await team.aki.testsite('restore pear')), /予算の \$1\.00 に達しました/)
    await team.ben.testsite('sleep plum')
    assert.match(words(await team.ben.testsite('wake plum')), /waking/i)
    assert.equal((await team.site('plum')).spec.desired, 'up')
  })

  it('counts what was deleted', async () => {
    await team.pass(DAY_MS)
    await team.ben.testsite('delete-without-archive plum')
    await team.ben.submits()
    assert.equal(await team.store.load('plum'), undefined)
    await orders('quince')
    assert.match(words(team.ben.modal().view), /cost about \$1\.\d\d this month/)
  })

  it('begins again with the next month', async () => {
    await team.pass(2 * DAY_MS)
    assert.match(words(await team.ben.testsite('restore pear')), /budget is/)
    team.clock.set(Date.parse('2026-12-01T00:30+09:00'))
    assert.match(words(await team.ben.testsite('restore pear')), /is coming back/)
  })
})
