import assert from 'node:assert/strict'
import { DAY_MS } from '../../src/site/time.ts'
import { presetButtonId } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

/** At this moment it's three in the morning of the 16th in Tokyo, where Aki is, and one in the afternoon in New York, where Ben is. */
const THE_END = Date.parse('2026-11-15T18:00:00Z')

describe('the end of a site, for a deployment in UTC', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { timeZone: 'UTC' } })
    await team.has('plum', { expiresAt: THE_END })
  })
  afterEach(() => team.close())

  it('is the same day and hour on the card and in lists, forms, the App Home, and warnings, wherever the reader is', async () => {
    await team.pass(THE_END - 2 * DAY_MS - team.clock.now())
    const warning = team.inThreads().find(({ text }) => text.includes('will be archived')) ?? assert.fail('no warning')
    await team.aki.opensHome()
    await team.ben.opensHome()
    const toAll = [await team.card('plum'), warning]
    const toAki = [await team.aki.testsite('show plum'), await team.aki.testsite('list all'), team.aki.home()]
    const toBen = [await team.ben.testsite('show plum'), await team.ben.testsite('list all'), team.ben.home()]
    for (const seen of toAki) assert.match(words(seen), /2026\/11\/15 18:00 UTC/)
    for (const seen of [...toAll, ...toBen]) assert.match(words(seen), /15 Nov 2026, 18:00 UTC/)
    await team.aki.clicks(warning, presetButtonId('extend', 'until'))
    assert.match(words(team.aki.modal().view), /その日の 18:00（UTC）/)
    for (const seen of [...toAll, ...toAki, ...toBen, team.aki.modal().view]) {
      assert.doesNotMatch(words(seen), /<!date|16 Nov|11\/16|JST|EST|GMT/)
    }
  })
})
