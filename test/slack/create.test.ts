import assert from 'node:assert/strict'
import { aTeam, type Team } from './a-team.ts'

describe('/testsite', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  it('opens the form; submitted, it makes a record, a card and a ready site', async () => {
    const { ben } = team
    assert.equal(await ben.testsite(), undefined)
    assert.equal(ben.modal().view.title.text, 'Create test site')
    await ben.fills({ name: 'plum', repository: 'acme/website' })
    const told = await ben.submits()
    console.log(ben.errors?.name, JSON.stringify(told), JSON.stringify(ben.screen(), null, 1))
  })
})
