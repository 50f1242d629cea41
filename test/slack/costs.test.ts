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
    assert.match(words(team.ben.home()), /Your sites: ≈ \$0\.53 this month so far, ≈ \$16\.06 a month as used/)
    await team.chie.opensHome()
    assert.doesNotMatch(words(team.chie.home()), /\$0/)
  })

  it('is nowhere without prices', async () => {
    team = await aTeam()
    await team.has('plum')
    assert.doesNotMatch(`${await card()}${words(await team.ben.testsite('list'))}`, /Costs|\$/)
  })
})
